using Detectkit.Build.Sources;
using Detectkit.Tests;
using DuckDB.NET.Data;

namespace Detectkit.Build.Databases;

[Collection(nameof(PostgresServer))]
public sealed class PostgresRoundTripTests(PostgresServer server)
{
    [PostgresCorpusFact]
    public void Tuning_from_PostgreSQL_writes_the_bytes_that_the_CSV_gives()
    {
        server.Execute("CREATE SCHEMA corpus; CREATE SCHEMA detectkit; CREATE TABLE detectkit._dtk_datapoints (metric_name VARCHAR, timestamp TIMESTAMP(3), value DOUBLE PRECISION, "
            + "seasonality_data TEXT, interval_seconds INTEGER, seasonality_columns TEXT, created_at TIMESTAMP(3), PRIMARY KEY (metric_name, timestamp))");
        var types = new[] { "(timestamp TIMESTAMPTZ, value NUMERIC)", "(timestamp TIMESTAMP, value DOUBLE PRECISION)" };
        foreach (var (name, type) in CorpusSeries.Names.Zip(types))
        {
            server.Execute($"CREATE TABLE corpus.{name} {type}; INSERT INTO corpus.{name} VALUES {CorpusSeries.Rows(name, "+00")}");
            server.Execute($"INSERT INTO detectkit._dtk_datapoints ({CorpusSeries.DatapointColumns}) VALUES {CorpusSeries.Datapoints(name)}");
        }

        RoundTrip.Check($"type: postgres, host: 127.0.0.1, port: {server.Port}, user: postgres, database: postgres, data_schema: corpus, internal_schema: detectkit");
    }
}

[Collection(nameof(MariaDbServer))]
public sealed class MariaDbRoundTripTests(MariaDbServer server)
{
    [MariaDbCorpusFact]
    public void Tuning_from_MariaDB_writes_the_bytes_that_the_CSV_gives()
    {
        server.Execute("CREATE DATABASE corpus; CREATE DATABASE detectkit; CREATE TABLE detectkit._dtk_datapoints (metric_name VARCHAR(255), timestamp DATETIME(3), value DOUBLE, "
            + "seasonality_data TEXT, interval_seconds INT, seasonality_columns TEXT, created_at DATETIME(3), PRIMARY KEY (metric_name, timestamp))");
        var types = new[] { "(timestamp TIMESTAMP NULL, value DECIMAL(38, 20))", "(timestamp DATETIME, value DOUBLE)" };
        foreach (var (name, type) in CorpusSeries.Names.Zip(types))
        {
            server.Execute($"CREATE TABLE corpus.{name} {type}; SET time_zone = '+00:00'; INSERT INTO corpus.{name} VALUES {CorpusSeries.Rows(name)}");
            server.Execute($"INSERT INTO detectkit._dtk_datapoints ({CorpusSeries.DatapointColumns}) VALUES {CorpusSeries.Datapoints(name)}");
        }

        server.Execute("CREATE USER reader; GRANT SELECT ON corpus.* TO reader; GRANT SELECT ON detectkit.* TO reader");
        RoundTrip.Check($"type: mariadb, host: 127.0.0.1, port: {server.Port}, user: reader, data_database: corpus, internal_database: detectkit");
    }
}

public sealed class DuckDbRoundTripTests
{
    [RecordedFact]
    public void Tuning_from_a_DuckDB_file_writes_the_bytes_that_the_CSV_gives()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("detectkit-duckdb-").FullName, "shop.duckdb");
        using (var connection = new DuckDBConnection("DataSource=" + file))
        {
            connection.Open();
            Execute(connection, "CREATE TABLE _dtk_datapoints (metric_name VARCHAR, timestamp TIMESTAMP, value DOUBLE, seasonality_data VARCHAR, interval_seconds BIGINT, "
                + "seasonality_columns VARCHAR, created_at TIMESTAMP, PRIMARY KEY (metric_name, timestamp))");
            foreach (var name in CorpusSeries.Names)
            {
                Execute(connection, $"CREATE TABLE {name} (timestamp VARCHAR, value DOUBLE); INSERT INTO {name} VALUES {CorpusSeries.Rows(name)}");
                Execute(connection, $"INSERT INTO _dtk_datapoints ({CorpusSeries.DatapointColumns}) VALUES {CorpusSeries.Datapoints(name)}");
            }
        }

        RoundTrip.Check($"type: duckdb, path: '{file}'");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>A database that holds the corpus, tuned from both of its sources.</summary>
internal static class RoundTrip
{
    public static void Check(string profile)
    {
        var expected = CorpusSeries.TunedFromCsv();
        foreach (var source in new[] { "query", "datapoints" })
        {
            using var project = CorpusSeries.Project(name => $"SELECT timestamp, value FROM {name} ORDER BY timestamp").WriteProfile(profile);

            var tuned = CorpusSeries.Tuned(project, project.Tune(("AutotuneSource", source)));

            // The line that says how to repeat the run names the source.
            Assert.Equal(expected, tuned.ToDictionary(t => t.Key, t => t.Value.Replace(" -p:AutotuneSource=" + source, "", StringComparison.Ordinal)));
        }
    }
}
