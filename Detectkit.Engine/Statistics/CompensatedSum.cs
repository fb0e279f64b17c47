using System.Runtime.CompilerServices;

namespace Detectkit.Statistics;

/// <summary>
/// A running sum with its rounding errors beside it (Neumaier, ZAMM 54, 1974, with Knuth's branch-free two-sum). The rest is itself a plain sum,
/// so after n changes the error is of the order of n² · 2⁻¹⁰⁶ of the largest sum on the way: 1e-20 after a million, and what entered may
/// leave again.
/// </summary>
internal struct CompensatedSum(double high, double low)
{
    private double high = high;
    private double low = low;

    public readonly double Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => high + low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double term)
    {
        var sum = high + term;
        var added = sum - high;
        low += (high - (sum - added)) + (term - added);
        high = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in CompensatedSum other)
    {
        Add(other.high);
        low += other.low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Subtract(in CompensatedSum other)
    {
        Add(-other.high);
        low -= other.low;
    }
}
