using DuckDB.NET.Data;
using Detectkit.Tests;

namespace Detectkit.Build.Worker;

public sealed class DetectionTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("detectkit-detections-").FullName;

    private string Detections => Path.Combine(root, "out", "detections");

    [Fact]
    public void Every_stamp_and_detector_has_a_row_with_band_verdict_and_alert()
    {
        WriteQueue();

        using var run = Detect();

        Assert.Contains("[1/1] queue  14 points, 2 detectors: 6 anomalies, 3 alerts  0.", run.Log, StringComparison.Ordinal);
        Assert.EndsWith("\nshop -> out/detections (1 judged, 6 anomalies, 3 alerts)\n", run.Log, StringComparison.Ordinal);
        Snapshot.Verify(Read("queue.csv"), "csv");
    }

    [Fact]
    public void Every_alerting_block_has_its_runs()
    {
        WriteQueue();

        using var run = Detect();

        Snapshot.Verify(Read("queue.alerts.csv"), "csv");
    }

    [Fact]
    public void Without_alerting_every_anomaly_is_an_alert()
    {
        WriteQueue(alerting: "");

        using var run = Detect();

        foreach (var cells in Read("queue.csv").Trim().Split('\n').Select(l => l.Split(',')))
        {
            Assert.Equal(cells[5] == "is_anomaly" ? "alert" : cells[5], cells[9]);
        }

        Assert.All(Read("queue.alerts.csv").Trim().Split('\n')[1..], l => Assert.StartsWith("0,", l, StringComparison.Ordinal));
    }

    [Fact]
    public void A_block_that_is_switched_off_alerts_never_and_the_next_one_takes_its_place_in_the_column()
    {
        WriteQueue(alerting: "alerting:\n  - {enabled: false, consecutive_anomalies: 1}\n  - {consecutive_anomalies: 2}\n");

        using var run = Detect();

        Assert.All(Read("queue.alerts.csv").Trim().Split('\n')[1..], l => Assert.StartsWith("2,", l, StringComparison.Ordinal));
        var both = Read("queue.csv");
        WriteQueue(alerting: "alerting:\n  - {consecutive_anomalies: 2}\n");
        using var only = Detect();
        Assert.Equal(Read("queue.csv"), both);
    }

    [Fact]
    public void Files_of_the_other_form_do_not_stay_beside_new_ones()
    {
        WriteQueue();

        using var csv = Detect();
        using var parquet = Detect(("DetectkitFormat", "parquet"));

        Assert.Equal(["queue.alerts.parquet", "queue.parquet"], Directory.GetFiles(Detections).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("queue.alerts")]
    public void Parquet_holds_what_CSV_holds(string table)
    {
        WriteQueue();

        using var csv = Detect();
        File.Move(Path.Combine(Detections, table + ".csv"), Path.Combine(root, table + ".csv"));
        using var parquet = Detect(("DetectkitFormat", "parquet"));

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var (left, right) = ($"'{root}/{table}.csv'", $"'{Detections}/{table}.parquet'");
#pragma warning disable CA2100 // The paths are this test's own.
        command.CommandText = $"SELECT count(*), (SELECT count(*) FROM (FROM {left} EXCEPT ALL FROM {right})), (SELECT count(*) FROM {right}) FROM {left}";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal(reader.GetInt64(0), reader.GetInt64(2));
        Assert.Equal(0, reader.GetInt64(1));
    }

    [Fact]
    public void A_metric_that_fails_leaves_no_detections_of_an_earlier_run_and_the_others_are_written()
    {
        WriteQueue();
        Write("metrics/other.yml", Read("../../metrics/queue.yml").Replace("name: queue", "name: other", StringComparison.Ordinal));
        using var first = Detect();
        Write("metrics/queue.yml", Read("../../metrics/queue.yml").Replace("queue.csv", "gone.csv", StringComparison.Ordinal));

        using var run = Detect();

        Assert.Contains("error DTK0404: IO Error: No files found", run.Log, StringComparison.Ordinal);
        Assert.EndsWith("shop -> out/detections (1 judged, 6 anomalies, 3 alerts; 1 failed)\n", run.Log, StringComparison.Ordinal);
        Assert.Equal(["other.alerts.csv", "other.csv"], Directory.EnumerateFiles(Detections).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private WorkerRun Detect(params (string Name, string Value)[] properties)
    {
        var run = new WorkerRun(root, "out", properties);
        run.Detect();
        return run;
    }

    private void WriteQueue(string alerting = """
        alerting:
          - {consecutive_anomalies: 2, direction: same, min_detectors: 2}
          - {consecutive_anomalies: 1, direction: any}
        """)
    {
        Write("data/queue.csv", "timestamp,value\n" + string.Concat(
            new[] { "10", "11", "10", "12", "11", "40", "41", "10", "", "-20", "60", "11", "10" }.Select((v, i) => v.Length == 0 ? "" : $"2026-01-01 {i:00}:00:00,{v}\n"))
            + "2026-01-01 13:00:00,\n");
        Write("metrics/queue.yml", $$$"""
            name: queue
            interval: 1h
            query: |
              SELECT * FROM 'data/queue.csv'
            detectors:
              - {type: iqr, params: {window_size: 8, min_samples: 4}}
              - {type: manual_bounds, params: {lower_bound: 0.0, upper_bound: 30.0}}
            {{{alerting}}}
            """);
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
        File.WriteAllText(Path.Combine(root, path), text);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(Detections, file));
}
