using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Robust;

/// <summary>Three weeks of noise at 10 minutes with incidents of two hours, strong enough to see.</summary>
internal static class MadeSeries
{
    public const int PerDay = 144;

    public static DateTime Start { get; } = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    public static MetricSeries Of(int[] incidentDays, int days = 21, double height = 60, int intervalSeconds = 600)
    {
        var random = new Random(5);
        var origin = new DateTimeOffset(Start, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var values = Enumerable.Range(0, days * PerDay).Select(_ => 100 + (10 * (random.NextDouble() + random.NextDouble()))).ToArray();
        foreach (var day in incidentDays)
        {
            for (var i = 0; i < 12; i++)
            {
                values[(day * PerDay) + 60 + i] += height;
            }
        }

        return MetricSeries.FromRows([.. values.Select((_, i) => origin + (i * 1000L * intervalSeconds))], values, intervalSeconds, ["hour"]);
    }

    public static IncidentLabels Labels(params int[] days) => new(
        null, "UTC", days.Select(d => new Incident(Start.AddDays(d).AddHours(10), Start.AddDays(d).AddHours(11).AddMinutes(50), false, null, default)).ToValueList());

    public static AutotuneResult Tuned(MetricSeries series, IncidentLabels labels, Func<AutotuneSettings, AutotuneSettings>? change = null)
    {
        var settings = new AutotuneSettings { Strategy = AutotuneStrategy.Robust };
        var outcome = TuningPipeline.Search(new SearchRequest("orders", series, labels, change?.Invoke(settings) ?? settings));
        return outcome.Result ?? throw new InvalidOperationException(outcome.Failure);
    }
}
