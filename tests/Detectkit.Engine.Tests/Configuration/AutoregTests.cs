using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Emission;
using Detectkit.Engine.Tests.Emission;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>A detector of later versions of Python detectkit is carried: read without a word, not run, left as it is.</summary>
public class AutoregTests
{
    private const string Text = """
        name: orders
        interval: 10min
        query: SELECT {{ dtk_start_time }}
        detectors:
          - type: autoreg   # 0.26
            params: {lags: [1, 7], seasonality_components: [tide], threshold: high}
          - type: mad
            params: {threshold: 3}
          - type: autoreg
        alerting: {min_detectors: 3}
        """;

    [Fact]
    public void It_is_read_without_a_finding()
    {
        var reading = MetricReader.Read("metrics/orders.yml", Text);

        Assert.Empty(reading.Findings);
        Assert.Equal([DetectorType.Autoreg, DetectorType.Mad, DetectorType.Autoreg], reading.Metric!.Detectors.Select(d => d.Type));
        Assert.Equal(["lags", "seasonality_components", "threshold"], ((AutoregDetector)reading.Metric.Detectors[0]).Parameters.Select(p => p.Key));
    }

    [Fact]
    public void Tuning_leaves_it_where_and_as_it_is()
    {
        var edited = InPlaceEmission.Edit(Text, MetricReader.Read("metrics/orders.yml", Text), TunedResults.Unlabelled).Text!;

        Assert.Contains("  - type: autoreg   # 0.26\n    params: {lags: [1, 7], seasonality_components: [tide], threshold: high}\n  - type: zscore\n", edited, StringComparison.Ordinal);
        Assert.EndsWith("  - type: autoreg\nalerting: {min_detectors: 3}", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void It_judges_no_point()
    {
        var series = MetricSeries.FromRows([0, 600_000, 1_200_000], [1, 2, double.NaN], 600, []);

        Assert.Equal(0, new AutoregDetector().Detect(series).AnomalyCount);
    }
}
