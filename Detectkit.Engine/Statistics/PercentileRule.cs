using System.Runtime.CompilerServices;

namespace Detectkit.Statistics;

/// <summary>Where a percentile falls between the positions of two neighbouring values.</summary>
internal static class PercentileRule
{
    /// <summary>Interpolates in the reference's order of operations, which decides the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Interpolate(double target, double leftPosition, double left, double rightPosition, double right)
    {
        if (left == right)
        {
            return left;
        }

        var slope = (right - left) / (rightPosition - leftPosition);
        var value = (slope * (target - leftPosition)) + left;
        return double.IsNaN(value) ? FromTheRight(slope, target, left, rightPosition, right) : value;
    }

    /// <summary>The same between running sums of weights, which rounds differently and costs one division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Between(double goal, double leftSum, double left, double rightSum, double right, double total)
    {
        var width = right - left;
        return double.IsFinite(width)
            ? left + (width * ((goal - leftSum) / (rightSum - leftSum)))
            : Interpolate(goal / total, leftSum / total, left, rightSum / total, right);
    }

    // Infinite neighbours: the left end gives inf - inf.
    private static double FromTheRight(double slope, double target, double left, double rightPosition, double right)
    {
        var value = (slope * (target - rightPosition)) + right;
        return double.IsNaN(value) && left == right ? left : value;
    }
}

/// <summary>
/// A percentile among n equally weighted values: value i sits at (i + 0.5) / n. Holds the last n, since windows keep their size.
/// </summary>
internal struct EqualWeightPercentile(double percent)
{
    private readonly double target = percent / 100;
    private int count;
    private double leftPosition;
    private double rightPosition;

    public int Index { get; private set; }

    /// <summary>Whether the value at <see cref="Index"/> is the percentile, so that its right neighbour has no say.</summary>
    public bool IsExact { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetCount(int n)
    {
        if (n != count)
        {
            Locate(n);
        }
    }

    /// <summary>The percentile from the value at <see cref="Index"/> and the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly double Between(double left, double right) =>
        IsExact ? left : PercentileRule.Interpolate(target, leftPosition, left, rightPosition, right);

    private void Locate(int n)
    {
        count = n;
        var index = Math.Clamp((int)Math.Floor((target * n) - 0.5), 0, n - 1);
        while (index + 1 < n && (index + 1.5) / n <= target)
        {
            index++;
        }

        while (index > 0 && (index + 0.5) / n > target)
        {
            index--;
        }

        Index = index;
        leftPosition = (index + 0.5) / n;
        rightPosition = (index + 1.5) / n;
        IsExact = index + 1 >= n || target <= leftPosition;
    }
}
