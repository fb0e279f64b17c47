using System.Text;

namespace Detectkit.Build.Pages.Pictures;

/// <summary>
/// Draws series as paths with at most a minimum and a maximum per column of the picture: the outline stays that of all points, the text
/// stays small.
/// </summary>
internal static class SeriesPath
{
    /// <summary>The line through a series; it breaks at gaps.</summary>
    public static string Line(PlotArea area, ReadOnlySpan<double> values)
    {
        var path = new StringBuilder();
        var isDown = false;
        foreach (var column in Columns(area, values.Length))
        {
            var part = values[column];
            var (low, high) = Extremes(part);
            if (low < 0)
            {
                isDown = false;
                continue;
            }

            var (first, second) = low < high ? (low, high) : (high, low);
            Append(path, area, column.Start.Value + first, part[first], isDown);
            if (second != first)
            {
                Append(path, area, column.Start.Value + second, part[second], true);
            }

            isDown = !double.IsNaN(part[^1]);
        }

        return path.ToString();
    }

    /// <summary>The area between two bounds, one piece between gaps; a missing bound lies at the edge.</summary>
    public static string Band(PlotArea area, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        var path = new StringBuilder();
        var top = new List<(double X, double Y)>();
        var bottom = new List<(double X, double Y)>();
        foreach (var column in Columns(area, lower.Length))
        {
            var (least, _) = Extremes(lower[column]);
            var (_, greatest) = Extremes(upper[column]);
            if (least < 0 && greatest < 0)
            {
                Flush(path, top, bottom);
                continue;
            }

            var middle = area.X((column.Start.Value + column.End.Value - 1) / 2.0);
            bottom.Add((middle, least < 0 ? area.Bottom : area.Y(lower[column][least])));
            top.Add((middle, greatest < 0 ? area.Top : area.Y(upper[column][greatest])));
        }

        Flush(path, top, bottom);
        return path.ToString();
    }

    /// <summary>Where the least and the greatest finite value stand; -1 where there is none.</summary>
    public static (int Low, int High) Extremes(ReadOnlySpan<double> part)
    {
        var (low, high) = (-1, -1);
        for (var i = 0; i < part.Length; i++)
        {
            if (double.IsFinite(part[i]))
            {
                low = low < 0 || part[i] < part[low] ? i : low;
                high = high < 0 || part[i] > part[high] ? i : high;
            }
        }

        return (low, high);
    }

    // A column is as wide as the line.
    private static IEnumerable<Range> Columns(PlotArea area, int count)
    {
        var columns = Math.Max(1, Math.Min(count, (int)area.Width));
        for (var c = 0; c < columns && count > 0; c++)
        {
            yield return (int)((long)c * count / columns)..(int)((long)(c + 1) * count / columns);
        }
    }

    private static void Append(StringBuilder path, PlotArea area, int point, double value, bool isDown) =>
        path.Append(isDown ? 'L' : 'M').Append(PlotArea.Number(area.X(point))).Append(' ').Append(PlotArea.Number(area.Y(value)));

    private static void Flush(StringBuilder path, List<(double X, double Y)> top, List<(double X, double Y)> bottom)
    {
        if (top.Count > 0)
        {
            bottom.Reverse();
            var command = 'M';
            foreach (var (x, y) in top.Concat(bottom))
            {
                path.Append(command).Append(PlotArea.Number(x)).Append(' ').Append(PlotArea.Number(y));
                command = 'L';
            }

            path.Append('Z');
        }

        top.Clear();
        bottom.Clear();
    }
}
