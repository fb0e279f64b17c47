namespace Detectkit.Statistics;

/// <summary>Which two statistics of a window are wanted.</summary>
internal enum StatisticsKind
{
    /// <summary>Median and median absolute deviation.</summary>
    MedianDeviation,

    /// <summary>Mean and standard deviation.</summary>
    Moments,

    /// <summary>Lower and upper quartile.</summary>
    Quartiles,
}

/// <summary>What the passes must know of a kind of statistics.</summary>
internal static class StatisticsKinds
{
    /// <summary>Whether they are values of the window or lie between two: no square can overflow, and one pass yields them all.</summary>
    public static bool IsRanked(this StatisticsKind kind) => kind is StatisticsKind.MedianDeviation or StatisticsKind.Quartiles;

    /// <summary>Whether the second is another centre, and the spread its distance from the first.</summary>
    public static bool HasTwoCenters(this StatisticsKind kind) => kind == StatisticsKind.Quartiles;
}
