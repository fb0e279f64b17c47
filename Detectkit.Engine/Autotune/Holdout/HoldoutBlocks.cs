using Detectkit.Autotune.Reference;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Scoring;
using Detectkit.Series;

namespace Detectkit.Autotune.Holdout;

/// <summary>What one side makes of one block of a held-out stretch.</summary>
/// <param name="Points">Its points.</param>
/// <param name="Judged">Those that have a verdict.</param>
/// <param name="Flagged">Those of them that are flagged.</param>
/// <param name="Alarms">False alarms that begin in it.</param>
internal record struct BlockCount(int Points, int Judged, int Flagged, int Alarms);

/// <summary>A side's counts, per incident and per normal stretch.</summary>
/// <param name="Incidents">Per run of labelled points.</param>
/// <param name="Normals">Per stretch between them.</param>
internal sealed record BlockCounts(BlockCount[] Incidents, BlockCount[] Normals);

/// <summary>A held-out stretch cut into incidents and normal stretches, as training data are for the search's own confidence.</summary>
internal sealed class HoldoutBlocks : IDisposable
{
    private const double SecondsPerWeek = 604_800;

    private readonly LabelledBlocks ground;
    private readonly PointRange stretch;
    private readonly ScoringMetric metric;
    private readonly double beta;
    private readonly double interval;

    /// <summary>Cuts a stretch.</summary>
    /// <param name="series">The series.</param>
    /// <param name="labels">Its incidents.</param>
    /// <param name="stretch">The stretch.</param>
    /// <param name="settings">The score.</param>
    public HoldoutBlocks(MetricSeries series, IncidentLabels labels, PointRange stretch, AutotuneSettings settings)
    {
        var marked = GroundTruth.Mark(labels, series).Marked[stretch.Start..stretch.End];
        (this.stretch, metric, beta, interval) = (stretch, settings.ScoringMetric, settings.Beta, series.IntervalSeconds);
        ground = new LabelledBlocks(marked);
        Seed = BlockBootstrap.Seed(series.Slice(stretch.Start, stretch.End - stretch.Start), marked);
    }

    /// <summary>Runs of labelled points.</summary>
    public int Incidents => ground.Incidents;

    /// <summary>Normal stretches.</summary>
    public int Normals => ground.Normals;

    /// <summary>The seed of the draws, of the data's own.</summary>
    public int Seed { get; }

    /// <summary>So many in the stretch are so many a week.</summary>
    /// <param name="count">How many.</param>
    public double PerWeek(double count) => PerWeek(count, stretch.Length);

    /// <summary>Counts a side.</summary>
    /// <param name="alerts">Per point of the series whether an alert stands there; empty for none at all.</param>
    /// <param name="judged">The points of the stretch that have a verdict, each with whether it is flagged.</param>
    public BlockCounts Count(ReadOnlySpan<bool> alerts, IEnumerable<(int Point, bool IsFlagged)> judged)
    {
        var counts = new BlockCounts(new BlockCount[Incidents], new BlockCount[Normals]);
        for (var i = 0; i < stretch.Length; i++)
        {
            Of(counts, i).Points++;
        }

        foreach (var (point, isFlagged) in judged)
        {
            ref var block = ref Of(counts, point - stretch.Start);
            block.Judged++;
            block.Flagged += isFlagged ? 1 : 0;
        }

        foreach (var alarm in FalseAlerts.In(alerts.IsEmpty ? [] : alerts[stretch.Start..stretch.End], ground.Marked, new PointRange(0, stretch.Length)))
        {
            Of(counts, alarm.Start).Alarms++;
        }

        return counts;
    }

    /// <summary>Sums a side's counts, every block as often as its weight says.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="incidentWeights">The weight of each incident.</param>
    /// <param name="normalWeights">The weight of each normal stretch.</param>
    public (double FalseAlertsPerWeek, double Score) Sum(BlockCounts counts, int[] incidentWeights, int[] normalWeights)
    {
        var (points, alarms) = (0L, 0L);
        var (positives, truePositives, negatives, falsePositives) = (0L, 0L, 0L, 0L);
        var (scoredIncidents, scoredCatches) = (0L, 0L);
        for (var b = 0; b < Incidents; b++)
        {
            long weight = incidentWeights[b];
            var block = counts.Incidents[b];
            points += weight * block.Points;
            positives += weight * block.Judged;
            truePositives += weight * block.Flagged;
            scoredIncidents += block.Judged > 0 ? weight : 0;
            scoredCatches += block.Flagged > 0 ? weight : 0;
        }

        for (var b = 0; b < Normals; b++)
        {
            long weight = normalWeights[b];
            var block = counts.Normals[b];
            points += weight * block.Points;
            alarms += weight * block.Alarms;
            negatives += weight * block.Judged;
            falsePositives += weight * block.Flagged;
        }

        var score = FoldScoring.IsRanking(metric) ? 0
            : metric == ScoringMetric.EventF1 ? EventScore.F1(scoredCatches, scoredIncidents, falsePositives)
            : new ConfusionCounts(truePositives, falsePositives, positives - truePositives, negatives - falsePositives).Score(metric, beta);
        return (PerWeek(alarms, points), score);
    }

    public void Dispose() => ground.Dispose();

    private double PerWeek(double count, long points) => count * SecondsPerWeek / Math.Max(1, points * interval);

    private ref BlockCount Of(BlockCounts counts, int point) =>
        ref ground.Marked[point] ? ref counts.Incidents[ground.BlockOf(point)] : ref counts.Normals[ground.BlockOf(point)];
}
