using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Emission;

namespace Detectkit.Engine.Tests.Emission;

/// <summary>The tuned detector carries the start without which Python detectkit would never run it, and moves none.</summary>
public class StartTimeTests
{
    [Fact]
    public void A_start_that_is_written_stays_where_it_is()
    {
        const string text = "name: api_error_rate\ninterval: 5min\nloading_start_time: \"2025-01-01 00:00:00\"\nquery: SELECT 1\n"
            + "detectors:\n  - type: mad\n    params: {threshold: 4, start_time: \"2025-03-01 12:00:00\", batch_size: 500}\n  - {type: iqr, params: {start_time: \"2025-02-01\"}}\n";

        var edited = Edit(text, TunedResults.Unlabelled);

        Assert.Contains(
            "params: {threshold: 3.0, start_time: \"2025-03-01 12:00:00\", batch_size: 500, window_size: 288, min_samples: 72}\n", edited, StringComparison.Ordinal);
        Assert.Contains("\nloading_start_time: \"2025-01-01 00:00:00\"\n", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_of_another_detector_that_goes_is_taken_over()
    {
        var edited = Edit(
            "name: api_error_rate\ninterval: 5min\nquery: SELECT 1\ndetectors:\n  - type: mad\n  - {type: iqr, params: {start_time: \"2025-02-01\"}}\n", TunedResults.Unlabelled);

        Assert.Contains("      start_time: \"2025-02-01\"\n", edited, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-01-01 00:00:00\"", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void A_detector_that_runs_already_needs_no_start()
    {
        var edited = Edit(
            "name: api_error_rate\ninterval: 5min\nquery: SELECT 1\ndetectors:\n  - {type: zscore, params: {threshold: 3.0, window_size: 288, min_samples: 72}}\n"
                + "alerting: {consecutive_anomalies: 3}\n",
            TunedResults.Unlabelled with { ConsecutiveAnomalies = 2 });

        Assert.Contains("{type: zscore, params: {threshold: 3.0, window_size: 288, min_samples: 72}}\nalerting: {consecutive_anomalies: 2}\n", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_is_no_part_of_the_detectors_identity()
    {
        var metric = MetricReader.Read("metrics/api_error_rate.yml", Edit("name: api_error_rate\ninterval: 5min\nquery: SELECT 1\n", TunedResults.Unlabelled)).Metric!;

        Assert.Equal("2026-01-01 00:00:00", metric.Detectors[0].StartTime);
        Assert.Equal(DetectorId.Of(TunedResults.Unlabelled.Winner.Detector), DetectorId.Of(metric.Detectors[0]));
    }

    private static string Edit(string text, AutotuneResult result)
    {
        var outcome = InPlaceEmission.Edit(text, MetricReader.Read("metrics/api_error_rate.yml", text), result);
        Assert.Null(outcome.Finding?.ToString());
        Assert.Equal(outcome.Text, InPlaceEmission.Edit(outcome.Text!, MetricReader.Read("metrics/api_error_rate.yml", outcome.Text!), result).Text);
        return outcome.Text!;
    }
}
