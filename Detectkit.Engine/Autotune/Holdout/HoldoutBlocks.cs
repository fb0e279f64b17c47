using Detectkit.Autotune.Resampling;
using Detectkit.Scoring;
using Detectkit.Series;

namespace Detectkit.Autotune.Holdout;

/// <summary>What one side makes of one block: its points, those with a verdict, the anomalies among them, and the false alerts that begin in it.</summary>
internal record struct BlockCount(int Points, int Judged, int Anomalies, int FalseAlerts);

internal sealed record HoldoutSide(HoldoutFigures Figures, BlockCount[] Counts);

/// <summary>A hold-out cut into incidents and normal blocks, as training data are for the search's own confidence.</summary>
internal sealed class HoldoutBlocks : IDisposable
{
    private const double SecondsPerWeek = 604_800;

    private readonly LabelledBlocks blocks;
    private readonly PointRange holdout;
    private readonly AutotuneSettings settings;
    private readonly double interval;
    private readonly int seed;

    public HoldoutBlocks(MetricSeries series, ReadOnlySpan<bool> marked, PointRange holdout, AutotuneSettings settings)
    {
        var marks = marked[holdout.Start..holdout.End];
        (this.holdout, this.settings, interval) = (holdout, settings, series.IntervalSeconds);
        blocks = new LabelledBlocks(marks);
        seed = BlockBootstrap.Seed(series.Slice(holdout.Start, holdout.Length), marks);
    }

    public BlockBootstrap Bootstrap() => blocks.Bootstrap(seed);

    public double PerWeek(double count) => PerWeek(count, holdout.Length);

    /// <summary>Counts a side by block; <paramref name="judged"/> are the points of the hold-out that have a verdict.</summary>
    public BlockCount[] Count(IEnumerable<PointRange> falseAlerts, IEnumerable<(int Point, bool IsAnomaly)> judged)
    {
        var counts = new BlockCount[blocks.Incidents + blocks.Normals];
        for (var i = 0; i < holdout.Length; i++)
        {
            counts[blocks.BlockOf(i)].Points++;
        }

        foreach (var (point, isAnomaly) in judged)
        {
            ref var block = ref counts[blocks.BlockOf(point - holdout.Start)];
            block.Judged++;
            block.Anomalies += isAnomaly ? 1 : 0;
        }

        foreach (var alert in falseAlerts)
        {
            counts[blocks.BlockOf(alert.Start - holdout.Start)].FalseAlerts++;
        }

        return counts;
    }

    /// <summary>Sums a side's counts, every block as often as it was drawn.</summary>
    public (double FalseAlertsPerWeek, double Score) Sum(BlockCount[] counts, BlockBootstrap draws)
    {
        var (points, falseAlerts) = (0L, 0L);
        var (incidents, caught, positives, truePositives, negatives, falsePositives) = (0L, 0L, 0L, 0L, 0L, 0L);
        for (var b = 0; b < counts.Length; b++)
        {
            var (weight, block) = ((long)draws.Weights[b], counts[b]);
            points += weight * block.Points;
            if (b < blocks.Incidents)
            {
                incidents += block.Judged > 0 ? weight : 0;
                caught += block.Anomalies > 0 ? weight : 0;
                positives += weight * block.Judged;
                truePositives += weight * block.Anomalies;
            }
            else
            {
                negatives += weight * block.Judged;
                falsePositives += weight * block.Anomalies;
                falseAlerts += weight * block.FalseAlerts;
            }
        }

        var pooled = new PooledCounts(incidents, caught, positives, truePositives, negatives, falsePositives, falseAlerts);
        return (PerWeek(falseAlerts, points), PointScore.IsRanking(settings.ScoringMetric) ? 0 : pooled.Score(settings.ScoringMetric, settings.Beta));
    }

    public void Dispose() => blocks.Dispose();

    private double PerWeek(double count, long points) => count * SecondsPerWeek / Math.Max(1, points * interval);
}
