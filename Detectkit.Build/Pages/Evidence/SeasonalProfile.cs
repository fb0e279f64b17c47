using System.Globalization;
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
        var components = chosen ?? [SeasonalityComponent.Of("hour"), SeasonalityComponent.Of("day_of_week")];
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
