using System.Globalization;
using Detectkit.Runtime.Databases;
using Detectkit.Tests;
using MySqlConnector;

namespace Detectkit.Build.Databases;

/// <summary>A MariaDB server whose zone is none of the usual ones.</summary>
public sealed class MariaDbServer : DatabaseServer
{
    internal const string Password = "correct horse";

    public MariaDbServer()
    {
        if (WhyNotHere is not null || Binary is not { } server || Installer is not { } installer)
        {
            return;
        }

        Directory.CreateDirectory(Data);
        OwnedBy("mysql");
        var (program, arguments) = AsUser("mysql", installer, "--no-defaults", "--datadir=" + Data, "--auth-root-authentication-method=normal", "--skip-test-db");
        RunToEnd(program, arguments);
        (program, arguments) = AsUser(
            "mysql",
            server,
            "--no-defaults",
            "--datadir=" + Data,
            "--socket=" + Path.Combine(Data, "s"),
            "--port=" + Port.ToString(CultureInfo.InvariantCulture),
            "--bind-address=127.0.0.1",
            "--default-time-zone=+05:45",
            "--innodb-flush-log-at-trx-commit=0");
        Start(program, arguments, () => Execute("SELECT 1"));
        Execute("CREATE DATABASE shop");
        Execute($"CREATE USER secretive IDENTIFIED BY '{Password}'; GRANT SELECT ON shop.* TO secretive; CREATE TABLE shop.orders (at TIMESTAMP, n DECIMAL(20,3))");
        Execute("SET time_zone='+02:00'; INSERT INTO shop.orders VALUES ('2026-05-02 14:00:00', 12.5)");
    }

    private static string? Installer { get; } = FindProgram("/usr/bin/mariadb-install-db");

    internal static string? Binary { get; } = Installer is null ? null : FindProgram("/usr/sbin/mariadbd", "/usr/libexec/mariadbd");

    /// <summary>Why tests with it are skipped; <c>null</c> where they are not.</summary>
    internal static string? WhyNotHere { get; } = WhyNot(Binary, "mysql", "mariadb-server");

    internal ConnectionProfile Profile =>
        new("warehouse", DatabaseDialects.MySql) { Host = "127.0.0.1", Port = Port, User = "secretive", Password = Password, Database = "shop" };

    /// <summary>Runs statements as the server's owner.</summary>
    /// <returns>The first value of the first row, if there is one.</returns>
    internal object? Execute(string sql)
    {
        using var connection = new MySqlConnection($"Server=127.0.0.1;Port={Port};User=root;Pooling=false;AllowUserVariables=true");
        connection.Open();
        using var command = new MySqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}

/// <summary>The tests that share one server.</summary>
[CollectionDefinition(nameof(MariaDbServer))]
public sealed class MariaDbServerUsers : ICollectionFixture<MariaDbServer>;

/// <summary>A fact that needs MariaDB's server and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MariaDbFactAttribute : FactAttribute
{
    public MariaDbFactAttribute() => Skip = MariaDbServer.WhyNotHere;
}

/// <summary>A fact that needs MariaDB's server and the recorded reference data and is skipped, saying so, without either.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MariaDbCorpusFactAttribute : FactAttribute
{
    public MariaDbCorpusFactAttribute() => Skip = MariaDbServer.WhyNotHere ?? new RecordedFactAttribute().Skip;
}

/// <summary>A theory that needs MariaDB's server and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MariaDbTheoryAttribute : TheoryAttribute
{
    public MariaDbTheoryAttribute() => Skip = MariaDbServer.WhyNotHere;
}
