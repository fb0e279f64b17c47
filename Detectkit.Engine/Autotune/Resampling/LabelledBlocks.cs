using System.Buffers;
using Detectkit.Configuration;
using Detectkit.Scoring;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Resampling;

/// <summary>Points cut into blocks, incidents and normal ones, over which alerts are counted once and summed in many ways.</summary>
internal sealed class LabelledBlocks : IDisposable
{
    // Points of the shortest normal block, and the number of normal blocks, about.
    private const int ShortestBlock = 20;
    private const int NormalBlocks = 60;

    private const int RepeatMissed = 1;
    private const int RepeatCaught = 2;

    private readonly bool[] marked;
    private readonly int[] blockOfPoint;
    private readonly List<PointRange> incidents = [];
    private readonly List<PointRange> normals = [];

    public LabelledBlocks(ReadOnlySpan<bool> marks)
    {
        Length = marks.Length;
        marked = ArrayPool<bool>.Shared.Rent(Math.Max(1, Length));
        marks.CopyTo(marked);
        blockOfPoint = ArrayPool<int>.Shared.Rent(Math.Max(1, Length));
        var usual = Math.Max(ShortestBlock, marks.Length / NormalBlocks);
        for (var start = 0; start < marks.Length;)
        {
            var end = start + 1;
            while (end < marks.Length && marks[end] == marks[start])
            {
                end++;
            }

            Cut(start, end, marks[start] ? 1 : Math.Max(1, (int)Math.Round((double)(end - start) / usual)));
            start = end;
        }
    }

    public ReadOnlySpan<bool> Marked => marked.AsSpan(0, Length);

    public int Length { get; }

    /// <summary>Incidents; those that touch are one.</summary>
    public int Incidents => incidents.Count;

    public int Normals => normals.Count;

    /// <summary>Figures that a count has: per incident the points flagged; then per normal block the points flagged and the alerts that start in it; then
    /// per incident what became of it when it came again, as <see cref="SetRepeat"/> says.</summary>
    public int Figures => (2 * Incidents) + (2 * Normals);

    public PointRange Incident(int incident) => incidents[incident];

    /// <summary>The block of a point, normal blocks numbered behind the incidents.</summary>
    public int BlockOf(int point) => blockOfPoint[point] + (marked[point] ? 0 : Incidents);

    public BlockBootstrap Bootstrap(int seed) => new(Incidents, Normals, seed);

    /// <summary>Says whether an incident that came again while the window still held the first would be caught.</summary>
    public void SetRepeat(Span<int> counts, int incident, bool isCaught) => counts[Incidents + (2 * Normals) + incident] = isCaught ? RepeatCaught : RepeatMissed;

    public int[] Count(ReadOnlySpan<bool> alerts)
    {
        var (counts, last) = (new int[Figures], FalseAlerts.None);
        for (var i = 0; i < alerts.Length; i++)
        {
            if (alerts[i])
            {
                Add(i, ref last, counts);
            }
        }

        return counts;
    }

    /// <summary>Counts alerts at those of the ascending <paramref name="points"/> whose score is above a threshold, into counts that are zero.</summary>
    public void Count(ReadOnlySpan<int> points, ReadOnlySpan<double> scores, double threshold, Span<int> counts)
    {
        var last = FalseAlerts.None;
        foreach (var i in points)
        {
            if (scores[i] > threshold)
            {
                Add(i, ref last, counts);
            }
        }
    }

    public TrainingAlerts FalseAlertsAmong(ReadOnlySpan<bool> alerts, MetricSeries series)
    {
        var all = new PointRange(0, series.Count);
        var starts = FalseAlerts.In(alerts, Marked, all).Select(a => series.StampAt(a.Start)).ToValueList();
        return new TrainingAlerts(all.PerWeek(starts.Count, series.IntervalSeconds), starts);
    }

    /// <summary>Sums counts, every block as often as it was drawn; without draws once.</summary>
    public PooledCounts Sum(ReadOnlySpan<int> counts, BlockBootstrap? draws = null)
    {
        var weights = draws is null ? [] : draws.Weights;
        var (total, caught, positives, truePositives) = (0L, 0L, 0L, 0L);
        for (var b = 0; b < Incidents; b++)
        {
            long weight = weights.IsEmpty ? 1 : weights[b];
            var repeat = counts[Incidents + (2 * Normals) + b];
            total += weight * (repeat > 0 ? 2 : 1);
            caught += weight * ((counts[b] > 0 ? 1 : 0) + (repeat == RepeatCaught ? 1 : 0));
            positives += weight * incidents[b].Length;
            truePositives += weight * counts[b];
        }

        var (negatives, falsePositives, alerts) = (0L, 0L, 0L);
        for (var b = 0; b < Normals; b++)
        {
            long weight = weights.IsEmpty ? 1 : weights[Incidents + b];
            negatives += weight * normals[b].Length;
            falsePositives += weight * counts[Incidents + (2 * b)];
            alerts += weight * counts[Incidents + (2 * b) + 1];
        }

        return new PooledCounts(total, caught, positives, truePositives, negatives, falsePositives, alerts);
    }

    /// <summary>Fills in the highest score in each incident, negative infinity where none of the ascending <paramref name="points"/> lies in it.</summary>
    public void Peaks(ReadOnlySpan<int> points, ReadOnlySpan<double> scores, Span<double> peaks)
    {
        peaks.Fill(double.NegativeInfinity);
        foreach (var i in points)
        {
            if (marked[i])
            {
                peaks[blockOfPoint[i]] = Math.Max(peaks[blockOfPoint[i]], scores[i]);
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<bool>.Shared.Return(marked);
        ArrayPool<int>.Shared.Return(blockOfPoint);
    }

    private void Add(int point, ref int last, Span<int> counts)
    {
        var block = blockOfPoint[point];
        if (marked[point])
        {
            counts[block]++;
            return;
        }

        counts[Incidents + (2 * block)]++;
        counts[Incidents + (2 * block) + 1] += FalseAlerts.Begins(point, ref last) ? 1 : 0;
    }

    private void Cut(int start, int end, int parts)
    {
        var blocks = marked[start] ? incidents : normals;
        for (var part = 0; part < parts; part++)
        {
            var from = start + (int)((long)(end - start) * part / parts);
            var to = start + (int)((long)(end - start) * (part + 1) / parts);
            blockOfPoint.AsSpan(from, to - from).Fill(blocks.Count);
            blocks.Add(new PointRange(from, to));
        }
    }
}

/// <summary>How alerts and incidents agree over all points together: positives are points in incidents, true and false positives those with an alert.</summary>
internal readonly record struct PooledCounts(
    long Incidents, long Caught, long Positives, long TruePositives, long Negatives, long FalsePositives, long FalseAlerts)
{
    public const string MeanWords = "mean of F1 by point, Matthews correlation and F1 by event (counted by alert and by point), all training points pooled";

    // No single one of these picks what holds up.
    private double Mean
    {
        get
        {
            var counts = Counts;
            return (counts.Score(ScoringMetric.F1, 1) + counts.Score(ScoringMetric.Mcc, 1)
                + EventScore.F1(Caught, Incidents, FalseAlerts) + EventScore.F1(Caught, Incidents, FalsePositives)) / 4;
        }
    }

    private ConfusionCounts Counts => new(TruePositives, FalsePositives, Positives - TruePositives, Negatives - FalsePositives);

    /// <summary>The score by a metric that was asked for, else the mean; metrics that rank have no alerts to count and give the mean too.</summary>
    public double Score(AutotuneSettings settings) =>
        settings.IsScoringChosen && !PointScore.IsRanking(settings.ScoringMetric) ? Score(settings.ScoringMetric, settings.Beta) : Mean;

    public double Score(ScoringMetric metric, double beta) =>
        metric == ScoringMetric.EventF1 ? EventScore.F1(Caught, Incidents, FalsePositives) : Counts.Score(metric, beta);
}
