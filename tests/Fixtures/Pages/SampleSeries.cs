using Detectkit.Build.Pages;
using Detectkit.Build.Pages.Labels;
using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Build.Tests.Pages;

/// <summary>A made series with a daily rhythm, gaps and incidents, and a band over it: input for pages, no detector's output.</summary>
internal static class SampleSeries
{
    public static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    public const int IntervalSeconds = 600;

    public static long StartMilliseconds => (long)(Start - DateTime.UnixEpoch).TotalMilliseconds;

    public static double[] Values(int count, int seed = 7)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var noise = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 6;
            values[i] = Math.Round(Centre(i) + noise + Burst(i), 2);
        }

        for (var i = count / 3; i < (count / 3) + (count / 60); i++)
        {
            values[i] = double.NaN;
        }

        return values;
    }

    public static DetectorLayer Layer(double[] values, double width, string title)
    {
        var (lower, upper) = (new double[values.Length], new double[values.Length]);
        var (flags, severity) = (new bool[values.Length], new double[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            var hasBand = i >= 100 && !double.IsNaN(values[i]);
            (lower[i], upper[i]) = hasBand ? (Centre(i) - width, Centre(i) + width) : (double.NaN, double.NaN);
            flags[i] = hasBand && (values[i] < lower[i] || values[i] > upper[i]);
            severity[i] = flags[i] ? Math.Abs(values[i] - Centre(i)) / width : 0;
        }

        return new DetectorLayer(title, lower, upper, flags, severity);
    }

    public static IncidentLabels Labels(params (int First, int Last, string? Label)[] incidents) =>
        new("orders", "UTC", incidents.Select(i => new Incident(At(i.First), At(i.Last), i.First == i.Last, i.Label, SourcePosition.Start)).ToValueList());

    /// <summary>So few that a pixel is never more than one of them, and nothing suggested.</summary>
    public static LabelPageModel FewPoints => LabelModel(500) with { Suggestions = [] };

    public static LabelPageModel LabelModel(int count, IncidentLabels? labels = null, bool isServed = false)
    {
        var values = Values(count);
        var layer = Layer(values, 11, "mad, threshold 3.0, window 1008, hour");
        labels ??= IncidentLabels.None;
        return new LabelPageModel
        {
            Metric = "orders",
            File = "metrics/orders.yml",
            StartMilliseconds = StartMilliseconds,
            IntervalSeconds = IntervalSeconds,
            Values = values,
            Detector = layer,
            Labels = labels,
            LabelSource = labels.Incidents.Count == 0 ? null : "incidents/orders.yml",
            Suggestions = SuggestionSearch.Find(layer, values, StartMilliseconds, IntervalSeconds, labels.Incidents),
            Folder = "incidents/orders/",
            FileName = "orders.yml",
            TuneCommand = "dotnet build -t:Autotune -p:AutotuneSelect=orders -p:AutotuneIncidents=incidents/orders",
            DraftKey = "sample/orders",
            IsServed = isServed,
        };
    }

    public static DateTime At(int index) => Start.AddSeconds((double)IntervalSeconds * index);

    private static double Centre(int i) => 100 + (30 * Math.Sin(2 * Math.PI * i / 144)) + (8 * Math.Sin(2 * Math.PI * i / 1008));

    // Six bursts over the series, every other one downwards.
    private static double Burst(int i) => i % 1640 is >= 900 and < 918 ? (i / 1640 % 2 == 0 ? 32 : -28) : 0;
}
