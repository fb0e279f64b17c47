using Detectkit.Scoring;

namespace Detectkit.Autotune.Robust;

/// <summary>The training points cut into blocks, incidents and normal stretches, over which alerts are counted once and summed in many ways.</summary>
internal sealed class TrainingGround
{
    private readonly bool[] marked;
    private readonly int[] blockOfPoint;
    private readonly List<int> incidentLengths = [];
    private readonly List<int> normalLengths = [];

    /// <summary>Cuts a series' marks.</summary>
    public TrainingGround(ReadOnlySpan<bool> marks)
    {
        marked = marks.ToArray();
        blockOfPoint = new int[marks.Length];
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
    public ReadOnlySpan<bool> Marked => marked;

    /// <summary>Points.</summary>
    public int Length => marked.Length;

    /// <summary>Incidents; those that touch are one.</summary>
    public int Incidents => incidentLengths.Count;

    /// <summary>Normal stretches.</summary>
    public int Normals => normalLengths.Count;

    /// <summary>The incident, or the normal stretch, that holds a point.</summary>
    public int BlockOf(int point) => blockOfPoint[point];

    /// <summary>Counts alerts: per incident the points flagged; then per normal stretch the points flagged and the alarms that start in it.</summary>
    public int[] Count(ReadOnlySpan<bool> alerts)
    {
        var counts = new int[Incidents + (2 * Normals)];
        var last = FalseAlarms.None;
        for (var i = alerts.IndexOf(true); i >= 0 && i < alerts.Length; i++)
        {
            if (!alerts[i])
            {
                continue;
            }

            var block = blockOfPoint[i];
            if (marked[i])
            {
                counts[block]++;
                continue;
            }

            counts[Incidents + (2 * block)]++;
            counts[Incidents + (2 * block) + 1] += FalseAlarms.Begins(i, ref last) ? 1 : 0;
        }

        return counts;
    }

    /// <summary>Where the alarms outside incidents start.</summary>
    public IEnumerable<int> AlarmStarts(bool[] alerts) => FalseAlarms.In(alerts, marked, new PointRange(0, alerts.Length)).Select(a => a.Start);

    /// <summary>Sums counts, every block as often as its weight says; without weights once.</summary>
    public PooledFigures Sum(ReadOnlySpan<int> counts, ReadOnlySpan<int> incidentWeights, ReadOnlySpan<int> normalWeights)
    {
        var (incidents, caught, positives, truePositives) = (0L, 0L, 0L, 0L);
        for (var b = 0; b < Incidents; b++)
        {
            long weight = incidentWeights.IsEmpty ? 1 : incidentWeights[b];
            incidents += weight;
            caught += counts[b] > 0 ? weight : 0;
            positives += weight * incidentLengths[b];
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

        return new PooledFigures(incidents, caught, positives, truePositives, negatives, falsePositives, alarms);
    }

    /// <summary>The figures of all training points.</summary>
    public PooledFigures Sum(ReadOnlySpan<int> counts) => Sum(counts, [], []);

    /// <summary>The highest score in each incident.</summary>
    public double[] Peaks(ReadOnlySpan<double> scores)
    {
        var peaks = new double[Incidents];
        Array.Fill(peaks, double.NegativeInfinity);
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked[i])
            {
                peaks[blockOfPoint[i]] = Math.Max(peaks[blockOfPoint[i]], scores[i]);
            }
        }

        return peaks;
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
        }
    }
}
