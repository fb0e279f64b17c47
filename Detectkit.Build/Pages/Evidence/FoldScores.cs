using Detectkit.Autotune;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Puts a detector's fold scores to their folds: folds that cannot be scored leave no trace among the scores.</summary>
internal static class FoldScores
{
    /// <summary>One score per fold; null where the fold was not scored, all null where it cannot be told which were.</summary>
    public static IReadOnlyList<double?> Place(DetectorEvidence detector, AutotuneResult result, MetricEvidence metric)
    {
        var placed = new double?[result.Folds.Count];
        var scored = Enumerable.Range(0, placed.Length).Where(f => CanBeScored(result.Folds[f], detector.Layer, result.Mode, metric)).ToList();
        for (var i = 0; i < scored.Count && scored.Count == detector.FoldScores.Count; i++)
        {
            placed[scored[i]] = double.IsFinite(detector.FoldScores[i]) ? detector.FoldScores[i] : null;
        }

        return placed;
    }

    // As in the search: a fold needs a point with a band, and with labels a labelled one among those.
    private static bool CanBeScored(PointRange fold, DetectorLayer layer, TuningMode mode, MetricEvidence metric)
    {
        if (mode == TuningMode.Unsupervised)
        {
            return HasBand(layer, fold);
        }

        var series = metric.Series!;
        return metric.Labels.Incidents
            .Select(i => GroundTruth.PointsOf(i, series))
            .Any(r => HasBand(layer, new PointRange(Math.Max(r.Start, fold.Start), Math.Min(r.End, fold.End))));
    }

    private static bool HasBand(DetectorLayer layer, PointRange range)
    {
        for (var i = range.Start; i < Math.Min(range.End, layer.Lower.Length); i++)
        {
            if (!double.IsNaN(layer.Lower.Span[i]) || !double.IsNaN(layer.Upper.Span[i]))
            {
                return true;
            }
        }

        return false;
    }
}
