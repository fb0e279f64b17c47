using System.Globalization;
using Detectkit.Autotune.Reference;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>Says which series have too few values to be tuned on: a grid point without a value is none, however many there are.</summary>
internal static class EnoughValues
{
    /// <summary>Why a series cannot be tuned on, in one line; null where it can.</summary>
    /// <param name="series">The series.</param>
    public static string? Refusal(MetricSeries series)
    {
        return series.Count > series.ValueCount && series.ValueCount <= SearchSpace.BaseWindow ? Words(series) : null;
    }

    /// <summary>That a series has too few values.</summary>
    /// <param name="series">The series.</param>
    public static string Words(MetricSeries series) => string.Create(
        CultureInfo.InvariantCulture,
        $"not enough values: {series.ValueCount} of the {series.Count} points of the training part have one, and more than {SearchSpace.BaseWindow} are needed");
}
