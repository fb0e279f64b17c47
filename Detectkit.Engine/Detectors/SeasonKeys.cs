using Detectkit.Configuration;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>One key per grid point for a seasonality component: points with equal keys in all its columns share a group.</summary>
internal sealed class SeasonKeys
{
    // As many combinations of labels as a table may have; calendar columns have fewer.
    private const int MostTabled = 1 << 16;

    private SeasonKeys(int[] groupOfPoint, int groups) => (GroupOfPoint, Groups) = (groupOfPoint, groups);

    /// <summary>By grid point, pooled and thus possibly longer; a point without a value for a column groups with others like it.</summary>
    public int[] GroupOfPoint { get; }

    public int Groups { get; }

    /// <summary>The groups of a component; null where the data knows none of its columns, so that all points match.</summary>
    public static SeasonKeys? Of(MetricSeries series, SeasonalityComponent component, Buffers buffers)
    {
        SeasonKeys? keys = null;
        foreach (var name in component.Columns)
        {
            if (series.FindColumn(name) is { } column)
            {
                keys = Combine(keys, column, buffers);
            }
        }

        return keys;
    }

    private static SeasonKeys Combine(SeasonKeys? with, SeasonalityColumn column, Buffers buffers)
    {
        var keys = column.Keys.Span;
        var groups = buffers.Rent<int>(keys.Length);
        var width = column.Labels.Count + 1;
        var combinations = (with?.Groups ?? 1) * (long)width;
        var count = combinations <= MostTabled ? CombineTabled(with, keys, width, (int)combinations, groups) : CombineSparsely(with, keys, width, groups);
        return new SeasonKeys(groups, count);
    }

    private static int CombineTabled(SeasonKeys? with, ReadOnlySpan<int> keys, int width, int combinations, int[] groups)
    {
        using var scratch = new Buffers();
        var table = scratch.Rent<int>(combinations);
        table.AsSpan(0, combinations).Fill(-1);
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

        return count;
    }

    private static int CombineSparsely(SeasonKeys? with, ReadOnlySpan<int> keys, int width, int[] groups)
    {
        var dense = new Dictionary<long, int>();
        for (var i = 0; i < keys.Length; i++)
        {
            var key = ((with?.GroupOfPoint[i] ?? 0) * (long)width) + keys[i] + 1;
            if (!dense.TryGetValue(key, out groups[i]))
            {
                groups[i] = dense.Count;
                dense.Add(key, groups[i]);
            }
        }

        return dense.Count;
    }
}
