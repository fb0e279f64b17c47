using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Benchmarks;

/// <summary>Series of any length that a tuning run is measured on: a day's shape, noise, and an incident near the end.</summary>
internal static class MadeMetricSeries
{
    private const int IntervalSeconds = 300;

    public static SearchRequest Request(int points, AutotuneStrategy strategy)
    {
        var random = new Random(7);
        var values = new double[points];
        for (var i = 0; i < points; i++)
        {
            values[i] = Math.Sin(i * Math.PI / 144) + random.NextDouble() + (i >= points - 50 && i < points - 40 ? 10 : 0);
        }

        var series = Of(values);
        var labels = new IncidentLabels(
            null, "UTC", [new Incident(series.StampAt(points - 50), series.StampAt(points - 41), false, null, SourcePosition.Start)]);
        return new SearchRequest("made", series, labels, new AutotuneSettings { Strategy = strategy, MaxHistory = points });
    }

    public static MetricSeries Of(double[] values) => MetricSeries.FromRows(
        Enumerable.Range(0, values.Length).Select(i => i * IntervalSeconds * 1000L).ToArray(), values, IntervalSeconds, ["hour", "day_of_week"]);
}
