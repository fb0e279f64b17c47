namespace Detectkit.Series;

/// <summary>What became of the rows when a series was put on its grid.</summary>
/// <param name="Rows">Rows given.</param>
/// <param name="OffGridRows">Rows whose stamp is not on the grid, dropped.</param>
/// <param name="DuplicateRows">Rows replaced by a later row of the same stamp.</param>
/// <param name="MissingPoints">Grid points without a value (no row, NULL, NaN or infinity).</param>
/// <param name="OffGridOffset">The most frequent distance of an off-grid row from the grid stamp before it; null without off-grid rows.</param>
public sealed record GridReport(int Rows, int OffGridRows, int DuplicateRows, int MissingPoints, TimeSpan? OffGridOffset)
{
    /// <summary>Rows whose value is infinite: they count as missing, and among <see cref="MissingPoints"/> unless a later row has replaced them.</summary>
    public int InfiniteValues { get; init; }

    /// <summary>Rows left out because they lie long before all others.</summary>
    public int EarlyRows { get; init; }
}
