using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>What is done to a series before it is judged: smoothing, then changes. Two detectors with equal steps share the result.</summary>
internal readonly record struct Preprocessing(InputType InputType, Smoothing Smoothing, double Alpha, int SmoothingWindow)
{
    public static Preprocessing Of(DetectorConfig detector) => detector switch
    {
        WindowedDetector { Smoothing: Smoothing.Ema } d => new(d.InputType, Smoothing.Ema, d.SmoothingAlpha, 0),
        WindowedDetector { Smoothing: Smoothing.Sma } d => new(d.InputType, Smoothing.Sma, 0, d.SmoothingWindow),
        _ => new(detector.InputType, Smoothing.None, 0, 0),
    };

    public void Apply(ReadOnlySpan<double> values, Span<double> result)
    {
        switch (Smoothing)
        {
            case Smoothing.Ema:
                Exponential(values, result);
                break;
            case Smoothing.Sma:
                Simple(values, result);
                break;
            default:
                values.CopyTo(result);
                break;
        }

        if (InputType != InputType.Values)
        {
            Change(result);
        }
    }

    // A missing value repeats the average before it, as in the reference.
    private void Exponential(ReadOnlySpan<double> values, Span<double> result)
    {
        var average = double.NaN;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                average = double.IsNaN(average) ? values[i] : (Alpha * values[i]) + ((1 - Alpha) * average);
            }

            result[i] = average;
        }
    }

    // Differences of running sums, because their rounding is part of the reference's result.
    private void Simple(ReadOnlySpan<double> values, Span<double> result)
    {
        using var scratch = new Buffers();
        var (sums, counts) = (scratch.Rent<double>(values.Length + 1), scratch.Rent<int>(values.Length + 1));
        (sums[0], counts[0]) = (0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            var isValid = !double.IsNaN(values[i]);
            sums[i + 1] = sums[i] + (isValid ? values[i] : 0);
            counts[i + 1] = counts[i] + (isValid ? 1 : 0);
        }

        var isOverflowing = !double.IsFinite(sums[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            var from = Math.Max(0, i + 1 - SmoothingWindow);
            var count = counts[i + 1] - counts[from];
            result[i] = count == 0 ? double.NaN : (sums[i + 1] - sums[from]) / count;
            isOverflowing |= double.IsInfinity(result[i]);
        }

        if (isOverflowing)
        {
            SimpleByWindow(values, counts, result);
        }
    }

    // Once a running sum has overflowed, every difference after it is nothing; each window by itself has an average that is finite where its values are.
    private void SimpleByWindow(ReadOnlySpan<double> values, ReadOnlySpan<int> counts, Span<double> result)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var from = Math.Max(0, i + 1 - SmoothingWindow);
            var count = counts[i + 1] - counts[from];
            var average = 0.0;
            foreach (var value in values[from..(i + 1)])
            {
                average += double.IsNaN(value) ? 0 : value / count;
            }

            result[i] = count == 0 ? double.NaN : average;
        }
    }

    private void Change(Span<double> values)
    {
        var previous = double.NaN;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = InputType switch
            {
                InputType.Changes => Difference(value, previous) / previous,
                InputType.AbsoluteChanges => Difference(value, previous),
                _ => Math.Log(value + 1) - Math.Log(previous + 1),
            };
            previous = value;
        }
    }

    // Finite values that lie further apart than a double can say differ by as much as it can.
    private static double Difference(double value, double previous)
    {
        var difference = value - previous;
        return double.IsInfinity(difference) && double.IsFinite(value) && double.IsFinite(previous)
            ? Math.Clamp(difference, -double.MaxValue, double.MaxValue)
            : difference;
    }
}
