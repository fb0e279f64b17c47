using Detectkit.Series;

namespace Detectkit.Autotune.Resampling;

/// <summary>How late alerts catch incidents, other than by chance: all alerts are shifted in time, in a circle, again and again; what such shifts hit as early
/// just as well was no catch.</summary>
internal static class DetectionDelays
{
    /// <summary>A catch counts if fewer shifts than this share hit the incident as early after its start.</summary>
    public const double ChanceShare = 0.2;

    private const int Shifts = 200;
    private const int Missed = -1;

    /// <summary>Per incident the points from its start to the first alert in it; -1 for one that is missed, or caught by chance. O(points + shifts * incidents).</summary>
    public static int[] Measure(ReadOnlySpan<bool> alerts, IReadOnlyList<PointRange> incidents, int seed)
    {
        var before = new int[alerts.Length + 1];
        for (var i = 0; i < alerts.Length; i++)
        {
            before[i + 1] = before[i] + (alerts[i] ? 1 : 0);
        }

        var random = new BlockDraws(seed);
        var shifts = new int[Shifts];
        for (var s = 0; s < Shifts; s++)
        {
            shifts[s] = alerts.Length > 1 ? 1 + random.Next(alerts.Length - 1) : 0;
        }

        var delays = new int[incidents.Count];
        for (var k = 0; k < delays.Length; k++)
        {
            delays[k] = alerts[incidents[k].Start..incidents[k].End].IndexOf(true);
            if (delays[k] != Missed && IsChance(before, shifts, incidents[k].Start, delays[k] + 1))
            {
                delays[k] = Missed;
            }
        }

        return delays;
    }

    private static bool IsChance(int[] before, int[] shifts, int start, int length)
    {
        var (count, hits) = (before.Length - 1, 0);
        foreach (var shift in shifts)
        {
            var (from, to) = (start - shift, start - shift + length);
            hits += Between(before, Math.Max(0, from), Math.Max(0, to)) + Between(before, Math.Min(count, from + count), Math.Min(count, to + count)) > 0 ? 1 : 0;
        }

        return hits >= ChanceShare * Shifts;
    }

    private static int Between(int[] before, int from, int to) => before[to] - before[from];
}
