using System.Text.Json;
using System.Text.Json.Serialization;
using Detectkit.Autotune;
using Detectkit.Build.Pages.Packing;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>
/// What the charts of a metric are drawn from; <c>metric-chart.js</c> reads it. Start in milliseconds since 1970-01-01 UTC, interval in seconds,
/// ranges as start and end. What is scored as one stretch has no folds, but training.
/// </summary>
internal sealed record PackedMetric(
    string Metric,
    long Start,
    long Interval,
    int Factor,
    PackedSeries Values,
    PackedDetector? Before,
    PackedDetector? After,
    IReadOnlyList<PackedIncident> Incidents,
    IReadOnlyList<PackedScore>? Folds,
    PackedScore? Training,
    int[]? HoldOut);

/// <summary>Alerts are starts and ends of ranges, alternating.</summary>
internal sealed record PackedDetector(PackedSeries Lower, PackedSeries Upper, string Alerts, string FalseAlerts);

/// <summary>Before and after say whether it is caught.</summary>
internal sealed record PackedIncident(int[] Range, string Label, bool? Before, bool? After);

internal sealed record PackedScore(int[] Range, double? Before, double? After);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(IEnumerable<PackedMetric>))]
internal sealed partial class EvidenceJson : JsonSerializerContext;

/// <summary>Packs what the evidence page's charts are drawn from.</summary>
internal sealed class EvidenceData(MetricEvidence metric, MetricSeries series, int limit)
{
    // A page of hundreds of metrics must still open: together they have this many points, none more or less than the limits.
    private const int PointsOfAll = 2_000_000;
    private const int FewestPoints = 2_000;
    private const int MostPoints = 20_000;

    private readonly SeriesThinning thinning = SeriesThinning.ToFit(series.Count, limit);

    /// <summary>A JSON array with one object per metric that has a series, in their order.</summary>
    public static string Write(EvidenceModel model)
    {
        var limit = Math.Clamp(PointsOfAll / Math.Max(1, model.Metrics.Count), FewestPoints, MostPoints);
        var packed = model.Metrics.Where(m => m.Series is { Count: > 0 }).Select(m => new EvidenceData(m, m.Series!, limit).Pack());
        return JsonSerializer.Serialize(packed, EvidenceJson.Default.IEnumerablePackedMetric);
    }

    private PackedMetric Pack() => new(
        metric.Metric,
        series.StartMilliseconds,
        (long)series.IntervalSeconds * thinning.Factor,
        thinning.Factor,
        PackedSeries.Pack(thinning.Values(series.Values), PackedSeries.Drawn),
        Pack(metric.Before),
        Pack(metric.After),
        [.. Incidents()],
        metric.Result is { } result ? Folds(result) : null,
        metric.Result is { Folds.Count: 0 } whole ? Training(whole) : null,
        metric.HoldOut is { } heldOut ? Range(heldOut) : null);

    private PackedDetector? Pack(DetectorEvidence? detector) => detector is null ? null : new(
        PackedSeries.Pack(thinning.Bound(detector.Layer.Lower.Span, isUpper: false), PackedSeries.Outline),
        PackedSeries.Pack(thinning.Bound(detector.Layer.Upper.Span, isUpper: true), PackedSeries.Outline),
        Pack(detector.Alerts.Alerts),
        Pack(detector.Alerts.FalseAlerts));

    private string Pack(ValueList<PointRange> ranges) => PackedIntegers.Pack([.. ranges.SelectMany(Range).Select(point => (long)point)]);

    private IEnumerable<PackedIncident> Incidents()
    {
        for (var i = 0; i < metric.Labels.Incidents.Count; i++)
        {
            var incident = metric.Labels.Incidents[i];
            var range = GroundTruth.PointsOf(incident, series);
            if (range.Length > 0)
            {
                yield return new PackedIncident(Range(range), incident.Label ?? "", IsCaught(metric.Before, i), IsCaught(metric.After, i));
            }
        }
    }

    private static bool? IsCaught(DetectorEvidence? detector, int incident) => detector is null ? null : detector.Alerts.Delays[incident] is not null;

    private List<PackedScore> Folds(AutotuneResult result)
    {
        var before = metric.Before is { } b ? FoldScores.Place(b, result, metric) : null;
        var after = metric.After is { } a ? FoldScores.Place(a, result, metric) : null;
        return [.. result.Folds.Select((fold, f) => new PackedScore(Range(fold), Score(before?[f]), Score(after?[f])))];
    }

    private PackedScore Training(AutotuneResult result)
    {
        var end = (metric.Judged is null ? metric.HoldOut?.Start : null) ?? series.Count;
        return new PackedScore(Range(new PointRange(Math.Max(0, end - result.Points), end)), Score(metric.Before?.Score), Score(metric.After?.Score));
    }

    private static double? Score(double? score) => score is { } s && double.IsFinite(s) ? Math.Round(s, 3) : null;

    private int[] Range(PointRange range)
    {
        var thinned = thinning.Range(range);
        return [thinned.Start, thinned.End];
    }
}
