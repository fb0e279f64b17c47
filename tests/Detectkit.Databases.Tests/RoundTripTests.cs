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

    [PostgresCorpusFact]
    public void Every_series_comes_from_PostgreSQL_as_the_CSV_gives_it()
    {
        server.Execute("CREATE SCHEMA whole_corpus");
        foreach (var name in CorpusSeries.All)
        {
            server.Execute($"CREATE TABLE whole_corpus.{name} (timestamp TIMESTAMPTZ, value DOUBLE PRECISION); INSERT INTO whole_corpus.{name} VALUES {CorpusSeries.Rows(name, "+00")}");
        }

        RoundTrip.CheckAll($"type: postgres, host: 127.0.0.1, port: {server.Port}, user: postgres, database: postgres, data_schema: whole_corpus", "date_bin('300 seconds', timestamp, '1970-01-01')");
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

    [MariaDbCorpusFact]
    public void Every_series_comes_from_MariaDB_as_the_CSV_gives_it()
    {
        server.Execute("CREATE DATABASE whole_corpus");
        foreach (var name in CorpusSeries.All)
        {
            server.Execute($"CREATE TABLE whole_corpus.{name} (timestamp DATETIME, value DOUBLE); INSERT INTO whole_corpus.{name} VALUES {CorpusSeries.Rows(name)}");
        }

        RoundTrip.CheckAll($"type: mariadb, host: 127.0.0.1, port: {server.Port}, user: root, data_database: whole_corpus", "FROM_UNIXTIME(FLOOR(UNIX_TIMESTAMP(timestamp) / 300) * 300)");
    }
}

[Collection(nameof(ClickHouseServer))]
public sealed class ClickHouseRoundTripTests(ClickHouseServer server)
{
    [ClickHouseCorpusFact]
    public void Tuning_from_ClickHouse_by_query_writes_the_bytes_that_the_CSV_gives()
    {
        server.Execute("CREATE DATABASE corpus");
        foreach (var (name, type) in CorpusSeries.Names.Zip(["DateTime('UTC')", "String"]))
        {
            server.Execute($"CREATE TABLE corpus.{name} (timestamp {type}, value Float64) ENGINE = Memory");
            server.Execute($"INSERT INTO corpus.{name} VALUES {CorpusSeries.Rows(name)}");
        }

        RoundTrip.Check($"type: clickhouse, host: 127.0.0.1, port: {server.TranslatedPort}, user: default, data_database: corpus", "query");
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
    private static readonly Lazy<WholeCorpus> FromCsv = new(WholeCorpus.Tune);

    public static void Check(string profile, params string[] sources)
    {
        Dictionary<string, string> expected;
        using (var csv = CorpusSeries.ProjectOfCsv(CorpusSeries.Names))
        {
            expected = CorpusSeries.Tuned(CorpusSeries.Names, csv, csv.Tune());
        }

        foreach (var source in sources.Length > 0 ? sources : ["query", "datapoints"])
        {
            using var project = CorpusSeries.Project(CorpusSeries.Names, name => $"SELECT timestamp, value FROM {name} ORDER BY timestamp").WriteProfile(profile);

            var tuned = CorpusSeries.Tuned(CorpusSeries.Names, project, project.Tune(("AutotuneSource", source)));

            // The line that says how to repeat the run names the source.
            Assert.Equal(expected, tuned.ToDictionary(t => t.Key, t => t.Value.Replace(" -p:AutotuneSource=" + source, "", StringComparison.Ordinal)));
        }
    }

    /// <summary>
    /// All series by query. What was found in those of the CSV is found again without a search if, and only if, the series are the same to the bit.
    /// What is refused is refused in the same words, but for <paramref name="grid"/>: the database's own for putting a time on the grid.
    /// </summary>
    public static void CheckAll(string profile, string grid)
    {
        using var project = CorpusSeries.Project(CorpusSeries.All, name => $"SELECT timestamp, value FROM {name}").WriteProfile(profile);
        foreach (var (path, text) in FromCsv.Value.Results)
        {
            project.Write(path, text);
        }

        using var run = project.Tune();

        Assert.Equal(FromCsv.Value.Findings.Replace("time_bucket(INTERVAL '300 seconds', timestamp)", grid, StringComparison.Ordinal), project.Findings(run));
        Assert.Equal(FromCsv.Value.Texts, CorpusSeries.Texts(CorpusSeries.All, project));
        Assert.Equal(FromCsv.Value.Tuned.Count(), run.Log.Split('\n').Count(line => line.TrimEnd().Contains("  cached", StringComparison.Ordinal)));
    }

    /// <summary>What tuning all series from CSV leaves: the metrics' files, what it says of those that it refuses, and the results for the next run.</summary>
    private sealed record WholeCorpus(Dictionary<string, string> Texts, string Findings, Dictionary<string, string> Results)
    {
        public IEnumerable<string> Tuned => Texts.Where(t => t.Value.Contains(CorpusSeries.Header, StringComparison.Ordinal)).Select(t => t.Key);

        public static WholeCorpus Tune()
        {
            using var project = CorpusSeries.ProjectOfCsv(CorpusSeries.All);
            using var run = project.Tune();
            var results = Directory.EnumerateFiles(Path.Combine(project.Root, "out", "runs"), "*", SearchOption.AllDirectories);
            var corpus = new WholeCorpus(
                CorpusSeries.Texts(CorpusSeries.All, project), project.Findings(run), results.ToDictionary(f => Path.GetRelativePath(project.Root, f), File.ReadAllText, StringComparer.Ordinal));

            // Three series of the corpus have most of their rows off the grid.
            Assert.Equal(["occupancy_t4013", "speed_7578", "speed_t4013"], CorpusSeries.All.Except(corpus.Tuned));
            Assert.Equal(3, corpus.Findings.Split("error DTK0417: ").Length - 1);
            Assert.DoesNotContain("DTK0418", corpus.Findings, StringComparison.Ordinal);
            return corpus;
        }
    }
}
