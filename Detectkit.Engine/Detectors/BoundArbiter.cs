using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Detectkit.Configuration;
using Detectkit.Statistics;
using Detectkit.Statistics.Direct;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>
/// Decides the points whose value sits on a bound within rounding, as whole numbers under unequal weights do: there the last bit of a
/// sum decides, so the band is computed once more from the window itself, in the reference's order of operations.
/// </summary>
internal sealed class BoundArbiter(SeriesAnalysis analysis, WindowedDetector detector)
{
    // Wide enough for any difference in rounding; in recorded data nothing else comes nearer to a bound than 3e-7.
    private const double Nearness = 1e-11;

    private readonly bool isNeeded = detector.WindowWeights == WindowWeights.Exponential && detector.Window.Statistics.IsRanked();
    private SeasonKeys[]? seasons;

    /// <summary>The band at a valid point, exact to the reference where the value sits on it.</summary>
    public (double Lower, double Upper) BandAt(BandStatistics bands, int position)
    {
        var i = bands.Windows.GridIndex[position];
        var (lower, upper) = bands.BandAt(i, detector.Threshold);
        if (!isNeeded)
        {
            return (lower, upper);
        }

        // A window of one value has that value for its statistics whatever the order of operations.
        var value = bands.Source.Values[i];
        if (value == bands.CenterAt(i) && bands.SeverityUnitAt(i) == 0)
        {
            return (lower, upper);
        }

        var near = Nearness * (Math.Abs(lower) + Math.Abs(upper));
        var isOnBound = Math.Abs(value - lower) <= near || Math.Abs(value - upper) <= near;
        return isOnBound ? Direct(bands, position, i) : (lower, upper);
    }

    /// <summary>Whether of the values at four successive grid points one may sit on its bound, so that <see cref="BandAt"/> must be asked for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsCalledFor(BandStatistics bands, int i, Vector256<double> values, Vector256<double> lower, Vector256<double> upper)
    {
        if (!isNeeded)
        {
            return false;
        }

        var near = Vector256.Create(Nearness) * (Vector256.Abs(lower) + Vector256.Abs(upper));
        var isOnBound = Vector256.LessThanOrEqual(Vector256.Abs(values - lower), near) | Vector256.LessThanOrEqual(Vector256.Abs(values - upper), near);
        return Vector256.AndNot(isOnBound, bands.AreFourConstantAt(i, values)).ExtractMostSignificantBits() != 0;
    }

    private (double Lower, double Upper) Direct(BandStatistics bands, int position, int i)
    {
        var windows = bands.Windows;
        var (start, length) = (windows.Start[position], position - windows.Start[position]);
        var members = ArrayPool<int>.Shared.Rent(Math.Max(1, length));
        for (var m = 0; m < length; m++)
        {
            members[m] = start + m;
        }

        var weights = analysis.WeightsOf(detector);
        var slope = bands.SlopeAt(i);
        var whole = Statistics(members.AsSpan(0, length), windows, i, weights, slope);
        var adjusted = (whole.First, whole.Second, whole.Spread);
        foreach (var keys in seasons ??= [.. analysis.SeasonsOf(detector)])
        {
            var count = 0;
            for (var p = start; p < position; p++)
            {
                members[count] = p;
                count += keys.GroupOfPoint[windows.GridIndex[p]] == keys.GroupOfPoint[i] ? 1 : 0;
            }

            if (count < detector.MinSamplesPerGroup)
            {
                continue;
            }

            var own = Statistics(members.AsSpan(0, count), windows, i, weights, slope);
            adjusted.First *= whole.First != 0 ? own.First / whole.First : 1;
            adjusted.Second *= whole.Second != 0 ? own.Second / whole.Second : 1;
            adjusted.Spread *= whole.Spread > 0 ? own.Spread / whole.Spread : 1;
        }

        ArrayPool<int>.Shared.Return(members);
        return BandStatistics.Band(detector.Window, adjusted.First, adjusted.Second, adjusted.Spread, detector.Threshold);
    }

    private (double First, double Second, double Spread) Statistics(
        ReadOnlySpan<int> members, SlidingSample windows, int i, AgeWeights weights, double slope)
    {
        var (sampleRoom, weightRoom) = (ArrayPool<double>.Shared.Rent(Math.Max(1, members.Length)), ArrayPool<double>.Shared.Rent(Math.Max(1, members.Length)));
        var sample = sampleRoom.AsSpan(0, members.Length);
        var sampleWeights = weightRoom.AsSpan(0, members.Length);
        for (var m = 0; m < members.Length; m++)
        {
            var age = i - windows.GridIndex[members[m]];
            sample[m] = slope == 0 ? windows.Values[members[m]] : windows.Values[members[m]] + (slope * age);
            sampleWeights[m] = weights.At(age);
        }

        var (first, second) = DirectWindow.ComputePlainly(detector.Window.Statistics, sample, sampleWeights);
        ArrayPool<double>.Shared.Return(sampleRoom);
        ArrayPool<double>.Shared.Return(weightRoom);
        return detector.Window.Statistics.HasTwoCenters() ? (first, second, second - first) : (first, first, second);
    }
}
