using Detectkit.Configuration;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>One key per grid point for a seasonality component: points with equal keys in all its columns share a group.</summary>
/// <param name="Name">The component's name, by which passes over its groups are known.</param>
/// <param name="GroupOfPoint">The group by grid point, pooled and thus possibly longer; a point without a value for a column groups with others like it.</param>
/// <param name="Groups">Number of groups.</param>
internal sealed record SeasonKeys(string Name, int[] GroupOfPoint, int Groups) : IDisposable
{
    // As many combinations of labels as a table may have; calendar columns have fewer.
    private const int MostTabled = 1 << 16;

    /// <summary>Returns the array to its pool.</summary>
    public void Dispose() => SeriesColumns.Indices.Return(GroupOfPoint);

    /// <summary>The groups of a component; null where the data knows none of its columns, so that all points match.</summary>
    public static SeasonKeys? Of(MetricSeries series, SeasonalityComponent component)
    {
        SeasonKeys? keys = null;
        foreach (var name in component.Columns)
        {
            if (series.FindColumn(name) is { } column)
            {
                var coarser = keys;
                keys = Combine(coarser, column);
                coarser?.Dispose();
            }
        }

        return keys is null ? null : keys with { Name = component.ToString() };
    }

    private static SeasonKeys Combine(SeasonKeys? with, SeasonalityColumn column)
    {
        var keys = column.Keys.Span;
        var width = column.Labels.Count + 1;
        var combinations = (with?.Groups ?? 1) * (long)width;
        return combinations <= MostTabled ? CombineTabled(with, keys, width, (int)combinations) : CombineSparsely(with, keys, width);
    }

    private static SeasonKeys CombineTabled(SeasonKeys? with, ReadOnlySpan<int> keys, int width, int combinations)
    {
        var table = SeriesColumns.Indices.Rent(combinations);
        table.AsSpan(0, combinations).Fill(-1);
        var groups = SeriesColumns.Indices.Rent(Math.Max(1, keys.Length));
        var count = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            ref var group = ref table[((with?.GroupOfPoint[i] ?? 0) * width) + keys[i] + 1];
            if (group < 0)
            {
                group = count++;
            }

            groups[i] = group;
        }

        SeriesColumns.Indices.Return(table);
        return new SeasonKeys("", groups, count);
    }

    private static SeasonKeys CombineSparsely(SeasonKeys? with, ReadOnlySpan<int> keys, int width)
    {
        var dense = new Dictionary<long, int>();
        var groups = SeriesColumns.Indices.Rent(Math.Max(1, keys.Length));
        for (var i = 0; i < keys.Length; i++)
        {
            var key = ((with?.GroupOfPoint[i] ?? 0) * (long)width) + keys[i] + 1;
            if (!dense.TryGetValue(key, out groups[i]))
            {
                groups[i] = dense.Count;
                dense.Add(key, groups[i]);
            }
        }

        return new SeasonKeys("", groups, dense.Count);
    }
}
