using System.Buffers;

namespace Detectkit.Statistics;

/// <summary>
/// Pools of arrays as long as a series. A tuning run holds dozens of them at once, more than the shared pools keep for one length,
/// so that without these every metric would allocate the rest anew.
/// </summary>
internal static class SeriesColumns
{
    private const int LongestSeries = 1 << 26;
    private const int PerLength = 256;

    /// <summary>Figures by point.</summary>
    public static ArrayPool<double> Numbers { get; } = ArrayPool<double>.Create(LongestSeries, PerLength);

    /// <summary>Indices, counts and keys by point.</summary>
    public static ArrayPool<int> Indices { get; } = ArrayPool<int>.Create(LongestSeries, PerLength);
}
