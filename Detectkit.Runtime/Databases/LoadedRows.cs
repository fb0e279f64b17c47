namespace Detectkit.Runtime.Databases;

/// <summary>A query's rows by column.</summary>
internal sealed record LoadedRows(
    ReadOnlyMemory<long> Milliseconds,
    ReadOnlyMemory<double> Values,
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<string?>>> Seasonality,
    int RowsWithoutStamp)
{
    /// <summary>Number of rows.</summary>
    public int Count => Milliseconds.Length;

    /// <summary>The rows of a time range, in the same order.</summary>
    public LoadedRows Within(DateTime? from, DateTime? to)
    {
        var (first, end) = (Milliseconds1970(from) ?? long.MinValue, Milliseconds1970(to) ?? long.MaxValue);
        var stamps = Milliseconds.Span;
        var count = 0;
        foreach (var stamp in stamps)
        {
            count += stamp >= first && stamp < end ? 1 : 0;
        }

        if (count == Count)
        {
            return this;
        }

        var kept = new List<int>(count);
        for (var row = 0; row < stamps.Length; row++)
        {
            if (stamps[row] >= first && stamps[row] < end)
            {
                kept.Add(row);
            }
        }

        return new LoadedRows(
            kept.Select(row => Milliseconds.Span[row]).ToArray(),
            kept.Select(row => Values.Span[row]).ToArray(),
            [.. Seasonality.Select(c => new KeyValuePair<string, IReadOnlyList<string?>>(c.Key, [.. kept.Select(row => c.Value[row])]))],
            RowsWithoutStamp);
    }

    private static long? Milliseconds1970(DateTime? stamp) =>
        stamp is null ? null : (long)Math.Ceiling((stamp.Value - DateTime.UnixEpoch).TotalMilliseconds);
}
