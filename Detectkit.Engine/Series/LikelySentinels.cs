using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Series;

/// <summary>A value that a series repeats and that is likely no measurement but stands for something else.</summary>
internal sealed record LikelySentinel(double Value, int Count);

/// <summary>
/// Finds values that lie far beyond all others: 0, -1, 999999 or -2147483648 where nothing was measured. Far is more than 1,000 robust
/// spreads from the median, or, where at least half of the values are equal, 1,000 times the median absolute change.
/// </summary>
internal static class LikelySentinels
{
    private const double Far = 1000;
    private const int FewestRepeats = 3;
    private const int FewestValues = 20;

    // What every fifth point has is a state of the metric.
    private const double LargestShare = 0.2;

    // A metric that is calm for the most part has many readings as far away, and a few of them are the same by chance.
    private const int MostSentinels = 3;
    private const double SmallestShareOfFar = 0.5;
    private const double LargestLoneShare = 0.01;

    /// <summary>
    /// The likely sentinels of a series: far values that repeat exactly, three times or more, and make up less than a fifth of the values. Of all
    /// values that are as far to their side, up to three of them are at least half; else these are readings of a metric that goes as far.
    /// Within labelled incidents, if any are marked, a far value is what was labelled.
    /// </summary>
    public static ValueList<LikelySentinel> Find(ReadOnlySpan<double> values, ReadOnlySpan<bool> marked) =>
        FarValues(values, marked, out var median, out var valid)
            .GroupBy(f => f.Value > median)
            .SelectMany(side => AreDominant(side) ? side.Where(f => f.Count >= FewestRepeats && f.Count < LargestShare * valid) : [])
            .OrderByDescending(f => f.Count)
            .ThenBy(f => f.Value)
            .ToValueList();

    /// <summary>The values that are as far and do not repeat, where no more than one in a hundred is as far: each widens the band of a mean and standard deviation for as long as a window holds it.</summary>
    public static ValueList<LikelySentinel> Lone(ReadOnlySpan<double> values, ReadOnlySpan<bool> marked)
    {
        var far = FarValues(values, marked, out _, out var valid);
        return far.Sum(f => f.Count) > LargestLoneShare * valid ? [] : far.Where(f => f.Count < FewestRepeats).OrderBy(f => f.Value).ToValueList();
    }

    private static bool AreDominant(IEnumerable<LikelySentinel> far) =>
        far.Select(f => f.Count).Where(count => count >= FewestRepeats).OrderDescending().Take(MostSentinels).Sum() >= SmallestShareOfFar * far.Sum(f => f.Count);

    private static List<LikelySentinel> FarValues(ReadOnlySpan<double> values, ReadOnlySpan<bool> marked, out double median, out int valid)
    {
        var room = values.ToArray();
        (median, valid) = (double.NaN, 0);
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

        var unit = Unit(values, room.AsSpan(0, valid), out median);
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

        var spread = NormalDistribution.MadToSigma * Median.InPlace(room);
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
