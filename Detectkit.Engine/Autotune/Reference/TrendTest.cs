using System.Buffers;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Reference;

/// <summary>Decides whether detrending is worth trying: the second half of the series lies clear of the first.</summary>
internal static class TrendTest
{
    /// <summary>Whether the medians of the halves differ by more than twice the robust standard deviation.</summary>
    /// <param name="values">The valid values, oldest first.</param>
    public static bool HasTrend(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        if (n < SearchSpace.PointsForTrend)
        {
            return false;
        }

        var room = ArrayPool<double>.Shared.Rent(n);
        values.CopyTo(room);
        var all = room.AsSpan(0, n);
        var shift = Math.Abs(Median.InPlace(all[(n / 2)..]) - Median.InPlace(all[..(n / 2)]));
        var center = Median.InPlace(all);
        for (var i = 0; i < n; i++)
        {
            all[i] = Math.Abs(all[i] - center);
        }

        var deviation = Median.InPlace(all);
        ArrayPool<double>.Shared.Return(room);
        return deviation == 0 ? shift != 0 : shift > SearchSpace.TrendShift * NormalDistribution.MadToSigma * deviation;
    }
}
