using System.Globalization;
using Detectkit.Build.Pages.Pictures;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>The usual values of one season, named <c>14</c>, or <c>14 / 2</c> where columns are merged.</summary>
internal sealed record Season(string Label, int Count, double LowerQuartile, double Median, double UpperQuartile);

/// <summary>How a metric's values depend on a seasonality component, seasons in their natural order.</summary>
internal sealed record SeasonalProfile(string Component, ValueList<Season> Seasons)
{
    /// <summary>Of the components that the search chose, else of hour and weekday; without those that the series lacks.</summary>
    public static ValueList<SeasonalProfile> Compute(MetricSeries series, ValueList<SeasonalityComponent>? chosen)
    {
        var components = chosen ?? [SeasonalityComponent.Create("hour"), SeasonalityComponent.Create("day_of_week")];
        return components
            .Where(c => c.Columns.All(name => series.FindColumn(name) is not null))
            .Select(c => Compute(series, c))
            .Where(p => p.Seasons.Count > 1)
            .ToValueList();
    }

    private static SeasonalProfile Compute(MetricSeries series, SeasonalityComponent component)
    {
        // The later columns of a merged component vary slowest: a week of hours reads as seven days.
        var columns = component.Columns.Select(name => series.FindColumn(name)!).Reverse().ToList();
        var groups = new Dictionary<long, (List<string> Parts, List<double> Values)>();
        for (var i = 0; i < series.Count; i++)
        {
            if (!double.IsFinite(series.Values[i]) || GroupOf(columns, i) is not { } key)
            {
                continue;
            }

            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = ([.. columns.Select(c => c.Labels[c.Keys.Span[i]])], []));
            }

            group.Values.Add(series.Values[i]);
        }

        var ordered = groups.Values.OrderBy(g => g.Parts, Comparer<List<string>>.Create(CompareParts));
        return new SeasonalProfile(component.ToString(), ordered.Select(g => Summarise(string.Join(" / ", Enumerable.Reverse(g.Parts)), g.Values)).ToValueList());
    }

    private static long? GroupOf(List<SeasonalityColumn> columns, int point)
    {
        var group = 0L;
        foreach (var column in columns)
        {
            var key = column.Keys.Span[point];
            if (key < 0)
            {
                return null;
            }

            group = (group * column.Labels.Count) + key;
        }

        return group;
    }

    private static Season Summarise(string label, List<double> values)
    {
        values.Sort();
        return new Season(label, values.Count, Quantile(values, 0.25), Quantile(values, 0.5), Quantile(values, 0.75));
    }

    private static double Quantile(List<double> sorted, double share)
    {
        var place = (sorted.Count - 1) * share;
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }

    private static int CompareParts(List<string> left, List<string> right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            var areNumbers = long.TryParse(left[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out var a)
                & long.TryParse(right[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out var b);
            var order = areNumbers ? a.CompareTo(b) : string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}

/// <summary>Draws a seasonal profile: the median of each season and the half of the values around it. Colours come from the page's style sheet.</summary>
internal static class ProfilePicture
{
    private const double Width = 420;
    private const double Height = 150;

    public static void Write(HtmlWriter html, SeasonalProfile profile)
    {
        var median = profile.Seasons.Select(s => s.Median).ToArray();
        var lower = profile.Seasons.Select(s => s.LowerQuartile).ToArray();
        var upper = profile.Seasons.Select(s => s.UpperQuartile).ToArray();
        var (low, high) = ValueRange.Of([.. median, .. lower, .. upper]);
        var area = new PlotArea(48, 8, Width - 56, Height - 30, median.Length, low, high);

        html.Open("svg.profile", ("viewBox", "0 0 420 150"), ("role", "img"), ("aria-label", "Usual values by " + profile.Component));
        foreach (var (tick, text) in area.Ticks(4))
        {
            var y = PlotArea.Number(area.Y(tick));
            html.Empty("line.grid", ("x1", PlotArea.Number(area.Left)), ("x2", PlotArea.Number(area.Right)), ("y1", y), ("y2", y));
            html.Element("text.tick", text, ("x", PlotArea.Number(area.Left - 6)), ("y", PlotArea.Number(area.Y(tick) + 4)), ("text-anchor", "end"));
        }

        html.Empty("path.quartiles", ("d", SeriesPath.Band(area, lower, upper))).Empty("path.median", ("d", SeriesPath.Line(area, median)));
        var every = Math.Max(1, (int)Math.Ceiling(median.Length / 12.0));
        for (var i = 0; i < median.Length; i += every)
        {
            html.Element("text.tick", profile.Seasons[i].Label, ("x", PlotArea.Number(area.X(i))), ("y", PlotArea.Number(Height - 6)), ("text-anchor", "middle"));
        }

        html.CloseLine();
    }
}
