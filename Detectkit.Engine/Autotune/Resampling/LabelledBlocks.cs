using System.Buffers;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Scoring;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Resampling;

/// <summary>The training points cut into blocks, incidents and normal stretches, over which alerts are counted once and summed in many ways.</summary>
internal sealed class LabelledBlocks : IDisposable
{
    private const int RepeatMissed = 1;
    private const int RepeatCaught = 2;

    private readonly bool[] marked;
    private readonly int[] blockOfPoint;
    private readonly List<int> incidentLengths = [];
    private readonly List<int> incidentStarts = [];
    private readonly List<int> normalLengths = [];

    /// <summary>Cuts a series' marks.</summary>
    public LabelledBlocks(ReadOnlySpan<bool> marks)
    {
        Length = marks.Length;
        marked = ArrayPool<bool>.Shared.Rent(Math.Max(1, Length));
        marks.CopyTo(marked);
        blockOfPoint = SeriesColumns.Indices.Rent(Math.Max(1, Length));
        var usual = Math.Max(RobustSpace.ShortestBlock, marks.Length / RobustSpace.NormalBlocks);
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

    /// <summary>Whether each point lies in an incident.</summary>
    public ReadOnlySpan<bool> Marked => marked.AsSpan(0, Length);

    /// <summary>Points.</summary>
    public int Length { get; }

    /// <summary>Incidents; those that touch are one.</summary>
    public int Incidents => incidentLengths.Count;

    /// <summary>Normal stretches.</summary>
    public int Normals => normalLengths.Count;

    /// <summary>The incident, or the normal stretch, that holds a point.</summary>
    public int BlockOf(int point) => blockOfPoint[point];

    /// <summary>An incident's points.</summary>
    public PointRange Incident(int incident) => new(incidentStarts[incident], incidentStarts[incident] + incidentLengths[incident]);

    /// <summary>
    /// Figures that a count has: per incident the points flagged; then per normal stretch the points flagged and the alarms that start in it; then
    /// per incident what became of it when it came again, as <see cref="SetRepeat"/> says.
    /// </summary>
    public int Figures => (2 * Incidents) + (2 * Normals);

    /// <summary>Says whether an incident that came again while the window still held the first would be caught.</summary>
    public void SetRepeat(Span<int> counts, int incident, bool isCaught) => counts[Incidents + (2 * Normals) + incident] = isCaught ? RepeatCaught : RepeatMissed;

    /// <summary>Counts alerts.</summary>
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

    /// <summary>Counts alerts where the score is above a threshold.</summary>
    /// <param name="points">The points that may be, ascending.</param>
    /// <param name="scores">The score of every point.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="counts">Receives the figures; zero before.</param>
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

    /// <summary>Where the alarms outside incidents start.</summary>
    public ValueList<DateTime> FalseAlertStarts(ReadOnlySpan<bool> alerts, MetricSeries series)
    {
        var starts = new DateTime[CountStarts(alerts, series, [])];
        CountStarts(alerts, series, starts);
        return new ValueList<DateTime>(starts);
    }

    /// <summary>Sums counts, every block as often as its weight says; without weights once.</summary>
    public PooledCounts Sum(ReadOnlySpan<int> counts, ReadOnlySpan<int> incidentWeights, ReadOnlySpan<int> normalWeights)
    {
        var (incidents, caught, positives, truePositives) = (0L, 0L, 0L, 0L);
        for (var b = 0; b < Incidents; b++)
        {
            long weight = incidentWeights.IsEmpty ? 1 : incidentWeights[b];
            incidents += weight;
            caught += counts[b] > 0 ? weight : 0;
            positives += weight * incidentLengths[b];
            var repeat = counts[Incidents + (2 * Normals) + b];
            incidents += repeat > 0 ? weight : 0;
            caught += repeat == RepeatCaught ? weight : 0;
            truePositives += weight * counts[b];
        }

        var (negatives, falsePositives, alarms) = (0L, 0L, 0L);
        for (var b = 0; b < Normals; b++)
        {
            long weight = normalWeights.IsEmpty ? 1 : normalWeights[b];
            negatives += weight * normalLengths[b];
            falsePositives += weight * counts[Incidents + (2 * b)];
            alarms += weight * counts[Incidents + (2 * b) + 1];
        }

        return new PooledCounts(incidents, caught, positives, truePositives, negatives, falsePositives, alarms);
    }

    /// <summary>The figures of all training points.</summary>
    public PooledCounts Sum(ReadOnlySpan<int> counts) => Sum(counts, [], []);

    /// <summary>The highest score in each incident.</summary>
    /// <param name="points">The points that have a score, ascending.</param>
    /// <param name="scores">The score of every point.</param>
    /// <param name="peaks">Receives the peaks, negative infinity where no point has a score.</param>
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

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<bool>.Shared.Return(marked);
        SeriesColumns.Indices.Return(blockOfPoint);
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

    private int CountStarts(ReadOnlySpan<bool> alerts, MetricSeries series, Span<DateTime> starts)
    {
        var (count, last) = (0, FalseAlerts.None);
        for (var i = 0; i < alerts.Length; i++)
        {
            if (!alerts[i] || marked[i] || !FalseAlerts.Begins(i, ref last))
            {
                continue;
            }

            if (!starts.IsEmpty)
            {
                starts[count] = series.StampAt(i);
            }

            count++;
        }

        return count;
    }

    private void Cut(int start, int end, int parts)
    {
        var lengths = marked[start] ? incidentLengths : normalLengths;
        for (var part = 0; part < parts; part++)
        {
            var from = start + (int)((long)(end - start) * part / parts);
            var to = start + (int)((long)(end - start) * (part + 1) / parts);
            blockOfPoint.AsSpan(from, to - from).Fill(lengths.Count);
            lengths.Add(to - from);
            if (marked[start])
            {
                incidentStarts.Add(from);
            }
        }
    }
}
