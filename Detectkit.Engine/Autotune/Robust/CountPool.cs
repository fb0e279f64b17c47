using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>Room for the counts of hundreds of thresholds, all alive until the choice is made; disposing takes them all back.</summary>
/// <param name="figures">Figures of one count.</param>
internal sealed class CountPool(int figures) : IDisposable
{
    private const int PerBlock = 64;

    private readonly List<int[]> blocks = [];
    private int used = PerBlock;

    /// <summary>The next count, all zero.</summary>
    public Memory<int> Take()
    {
        if (used == PerBlock)
        {
            blocks.Add(SeriesColumns.Indices.Rent(Math.Max(1, PerBlock * figures)));
            used = 0;
        }

        var count = blocks[^1].AsMemory(used++ * figures, figures);
        count.Span.Clear();
        return count;
    }

    public void Dispose()
    {
        foreach (var block in blocks)
        {
            SeriesColumns.Indices.Return(block);
        }
    }
}
