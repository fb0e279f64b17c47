using System.Globalization;
using Detectkit.Runtime.Databases;
using Detectkit.Tests;
using Npgsql;

namespace Detectkit.Build.Databases;

/// <summary>A PostgreSQL server whose zone is none of the usual ones.</summary>
public sealed class PostgresServer : DatabaseServer
{
    internal const string Password = "correct horse";

    public PostgresServer()
    {
        if (WhyNotHere is not null || Binary is not { } server)
        {
            return;
        }

        OwnedBy("postgres");
        Run(Path.Combine(Path.GetDirectoryName(server)!, "initdb"), "-D", Data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C");
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), "host all secretive all md5\nhost all all all trust\n");
        var (program, arguments) = AsUser(
            "postgres", server, "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", "", "-c", "fsync=off", "-c", "timezone=Asia/Kathmandu", "-h", "127.0.0.1");
        Start(program, arguments, () => Execute("SELECT 1"));
        Execute($"CREATE ROLE secretive LOGIN PASSWORD '{Password}'");
        Execute("CREATE SCHEMA shop; CREATE TABLE shop.orders (at timestamptz, n numeric(20,3)); INSERT INTO shop.orders VALUES ('2026-05-02 14:00:00+02', 12.5)");
        Execute("GRANT USAGE ON SCHEMA shop TO secretive; GRANT SELECT ON shop.orders TO secretive");
    }

    internal static string? Binary { get; } = FindProgram("/usr/lib/postgresql/*/bin/postgres", "/usr/local/pgsql/bin/postgres");

    /// <summary>Why tests with it are skipped; <c>null</c> where they are not.</summary>
    internal static string? WhyNotHere { get; } = WhyNot(Binary, "postgres", "postgresql");

    internal ConnectionProfile Profile => new("warehouse", DatabaseDialects.Postgres) { Host = "127.0.0.1", Port = Port, User = "postgres", Database = "postgres" };

    /// <summary>Runs statements as the server's owner.</summary>
    /// <returns>The first value of the first row, if there is one.</returns>
    internal object? Execute(string sql)
    {
        using var connection = Connect();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>Loads lines of values with tabs between into a table.</summary>
    internal void Copy(string table, IEnumerable<string> lines)
    {
        using var connection = Connect();
        using var writer = connection.BeginTextImport($"COPY {table} FROM STDIN");
        foreach (var line in lines)
        {
            writer.Write(line + "\n");
        }
    }

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false;Command Timeout=600");
        connection.Open();
        return connection;
    }

    private void Run(string tool, params string[] arguments)
    {
        var (program, all) = AsUser("postgres", tool, arguments);
        RunToEnd(program, all);
    }
}

/// <summary>The tests that share one server.</summary>
[CollectionDefinition(nameof(PostgresServer))]
public sealed class PostgresServerUsers : ICollectionFixture<PostgresServer>;

/// <summary>A fact that needs PostgreSQL's server and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.WhyNotHere;
}

/// <summary>A fact that needs PostgreSQL's server and the recorded reference data and is skipped, saying so, without either.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresCorpusFactAttribute : FactAttribute
{
    public PostgresCorpusFactAttribute() => Skip = PostgresServer.WhyNotHere ?? new RecordedFactAttribute().Skip;
}

/// <summary>A theory that needs PostgreSQL's server and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.WhyNotHere;
}
