namespace Detectkit.Series;

/// <summary>A seasonality column on the grid: one key per point.</summary>
public sealed class SeasonalityColumn
{
    private readonly Lazy<Content> content;

    internal SeasonalityColumn(string name, IReadOnlyList<string> labels, ReadOnlyMemory<int> keys)
    {
        Name = name;
        content = new Lazy<Content>(new Content(labels, keys));
    }

    // Kept apart from what was given: a run that finds all its results in store never looks at it.
    internal SeasonalityColumn(string name, Func<Content> derive)
    {
        Name = name;
        content = new Lazy<Content>(derive);
        IsCalendar = true;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Whether it follows from the stamps alone, so that name, start, interval and length say all of it.</summary>
    public bool IsCalendar { get; }

    /// <summary>The distinct values as text (<c>14</c>, <c>true</c>), indexed by key, in order of first appearance.</summary>
    public IReadOnlyList<string> Labels => content.Value.Labels;

    /// <summary>Per grid point the key, or -1 where the point has no value for the column.</summary>
    public ReadOnlyMemory<int> Keys => content.Value.Keys;

    internal sealed record Content(IReadOnlyList<string> Labels, ReadOnlyMemory<int> Keys);
}
