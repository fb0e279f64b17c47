namespace Detectkit.Runtime.Databases;

internal sealed class RowBuffer(SourceQuery query)
{
    // Seasons recur; a text for every row would be most of what a long history keeps.
    private const int MostTexts = 4096;

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly List<string?>[] seasonality = [.. query.SeasonalityColumns.Select(_ => new List<string?>())];
    private long[] milliseconds = [];
    private double[] values = [];
    private int count;
    private int withoutStamp;

    /// <summary>Makes room for rows that are then written to <see cref="Milliseconds"/> and <see cref="Values"/>.</summary>
    public void Reserve(int rows)
    {
        if (count + rows > milliseconds.Length)
        {
            var length = Math.Max(count + rows, milliseconds.Length * 2);
            milliseconds = Longer(milliseconds, length);
            values = Longer(values, length);
        }
    }

    public Span<long> Milliseconds => milliseconds.AsSpan(count);

    public Span<double> Values => values.AsSpan(count);

    /// <summary>The same text, the one object of its kind where there are not too many of them.</summary>
    public string Shared(string text)
    {
        if (texts.TryGetValue(text, out var known))
        {
            return known;
        }

        if (texts.Count < MostTexts)
        {
            texts.Add(text, text);
        }

        return text;
    }

    public List<string?> Seasonality(int column) => seasonality[column];

    /// <summary>Takes over rows whose columns have been written; those without a stamp (<see cref="Timestamps.None"/>) are left out.</summary>
    public void Commit(int rows)
    {
        var kept = count;
        for (var row = count; row < count + rows; row++)
        {
            if (milliseconds[row] == Timestamps.None)
            {
                withoutStamp++;
                continue;
            }

            if (kept != row)
            {
                (milliseconds[kept], values[kept]) = (milliseconds[row], values[row]);
                foreach (var column in seasonality)
                {
                    column[kept] = column[row];
                }
            }

            kept++;
        }

        count = kept;
        foreach (var column in seasonality)
        {
            column.RemoveRange(count, column.Count - count);
        }
    }

    // Every place is written before it is read, so that none has to be cleared.
    private T[] Longer<T>(T[] column, int length)
    {
        var longer = GC.AllocateUninitializedArray<T>(length);
        column.AsSpan(0, count).CopyTo(longer);
        return longer;
    }

    public LoadedRows ToRows() => new(
        milliseconds.AsMemory(0, count),
        values.AsMemory(0, count),
        [.. query.SeasonalityColumns.Select((name, i) => new KeyValuePair<string, IReadOnlyList<string?>>(name, seasonality[i]))],
        withoutStamp);
}
