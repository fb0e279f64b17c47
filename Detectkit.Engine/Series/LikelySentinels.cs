using Detectkit.Configuration;
using Detectkit.Scoring;
using Detectkit.Statistics;

namespace Detectkit.Series;

/// <summary>A value that a series repeats and that is likely no measurement but stands for something else.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">Points that have it.</param>
public sealed record LikelySentinel(double Value, int Count);

/// <summary>
/// Finds values that lie far beyond all others: 0, -1, 999999 or -2147483648 where nothing was measured. Far is more than 1,000 robust
/// spreads from the median, or, where at least half of the values are equal, 1,000 times the median absolute change.
/// </summary>
public static class LikelySentinels
{
    private const double Far = 1000;
    private const int FewestRepeats = 3;
    private const int FewestValues = 20;

    // What every fifth point has is a state of the metric.
    private const double LargestShare = 0.2;

    /// <summary>The likely sentinels of a series: far values that repeat exactly, three times or more, and make up less than a fifth of the values.</summary>
    /// <param name="values">The series, NaN where there is no value.</param>
    /// <param name="marked">Per point whether it lies in a labelled incident, where a far value is what was labelled; empty for no labels.</param>
    /// <returns>The sentinels, the most frequent first.</returns>
    public static ValueList<LikelySentinel> Find(ReadOnlySpan<double> values, ReadOnlySpan<bool> marked) =>
        FarValues(values, marked, out var valid)
            .Where(f => f.Count >= FewestRepeats && f.Count < LargestShare * valid)
            .OrderByDescending(f => f.Count)
            .ThenBy(f => f.Value)
            .ToValueList();

    /// <summary>The values that are as far and do not repeat: each widens the band of a mean and standard deviation for as long as a window holds it.</summary>
    /// <param name="values">The series, NaN where there is no value.</param>
    /// <param name="marked">Per point whether it lies in a labelled incident; empty for no labels.</param>
    /// <returns>The values, ascending.</returns>
    public static ValueList<LikelySentinel> Lone(ReadOnlySpan<double> values, ReadOnlySpan<bool> marked) =>
        FarValues(values, marked, out _).Where(f => f.Count < FewestRepeats).OrderBy(f => f.Value).ToValueList();

    private static List<LikelySentinel> FarValues(ReadOnlySpan<double> values, ReadOnlySpan<bool> marked, out int valid)
    {
        var room = values.ToArray();
        valid = 0;
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                room[valid++] = value;
            }
        }

        if (valid < FewestValues)
        {
            return [];
        }

        var unit = Unit(values, room.AsSpan(0, valid), out var median);
        var counts = new Dictionary<double, int>();
        for (var i = 0; i < values.Length && unit > 0; i++)
        {
            if (Math.Abs(values[i] - median) > Far * unit && double.IsFinite(values[i]) && (marked.IsEmpty || !marked[i]))
            {
                counts[values[i]] = counts.GetValueOrDefault(values[i]) + 1;
            }
        }

        return [.. counts.Select(c => new LikelySentinel(c.Key, c.Value))];
    }

    // 0 where there is none: of a series that hardly ever changes nothing can be said.
    private static double Unit(ReadOnlySpan<double> values, Span<double> room, out double median)
    {
        median = Median.InPlace(room);
        for (var i = 0; i < room.Length; i++)
        {
            room[i] = Math.Abs(room[i] - median);
        }

        var spread = WeightedStatistics.MadToSigma * Median.InPlace(room);
        if (spread > 0)
        {
            return spread;
        }

        var (count, previous) = (0, double.NaN);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                if (double.IsFinite(previous))
                {
                    room[count++] = Math.Abs(value - previous);
                }

                previous = value;
            }
        }

        return Median.InPlace(room[..count]);
    }
}
