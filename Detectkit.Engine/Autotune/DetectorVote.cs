using System.Buffers;
using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune;

/// <summary>Matches detector types to the shape of the values: the whole series and each season vote.</summary>
internal static class DetectorVote
{
    private const string Stage = "detector_select";

    /// <summary>What the vote chose.</summary>
    /// <param name="Shortlist">Types to search, best first.</param>
    /// <param name="Votes">How each group voted.</param>
    /// <param name="Log">The decision.</param>
    public sealed record Choice(ValueList<DetectorType> Shortlist, ValueList<GroupVote> Votes, Decision Log);

    /// <summary>Runs the vote.</summary>
    /// <param name="series">The series.</param>
    /// <param name="values">Its valid values.</param>
    /// <param name="seasonality">The chosen components, or null.</param>
    /// <param name="allowed">Types that may be chosen, or null for all.</param>
    public static Choice Run(MetricSeries series, ProcessedSeries values, ValueList<SeasonalityComponent>? seasonality, ValueList<DetectorType>? allowed)
    {
        var types = SearchSpace.Types.Where(t => allowed is null || allowed.Contains(t)).ToValueList();
        var groups = new List<GroupVote> { Vote("global", values.InOrder(), types) };
        groups.AddRange(SeasonVotes(series, values, seasonality, types));

        var votes = types.ToDictionary(t => t, _ => 0.0);
        var suitability = types.ToDictionary(t => t, _ => 0.0);
        foreach (var group in groups)
        {
            var top = group.Ranking.Where(r => r.Value >= group.Ranking[0].Value - SearchSpace.VoteTie).ToList();
            foreach (var (type, _) in top)
            {
                votes[type] += 1.0 / top.Count;
            }

            foreach (var (type, value) in group.Ranking)
            {
                suitability[type] += value;
            }
        }

        var shortlist = types
            .Where(t => votes[t] >= SearchSpace.Quorum || t == groups[0].Ranking[0].Key)
            .OrderByDescending(t => suitability[t])
            .Take(SearchSpace.ShortlistLength)
            .ToValueList();
        var tally = string.Join(", ", types.Select(t => DetectorTypeName.Of(t) + ":" + FixedNotation.Format(votes[t], 1)));
        var message = "votes — " + tally + "; shortlist: " + string.Join(", ", shortlist.Select(DetectorTypeName.Of));
        return new Choice(shortlist, groups.ToValueList(), new Decision(Stage, message));
    }

    private static IEnumerable<GroupVote> SeasonVotes(
        MetricSeries series, ProcessedSeries values, ValueList<SeasonalityComponent>? seasonality, ValueList<DetectorType> types)
    {
        var groups = new List<(string Name, double[] Sorted)>();
        foreach (var component in seasonality ?? [])
        {
            if (SeasonKeys.Of(series, component) is { } keys)
            {
                groups.AddRange(GroupsOf(series, values, component, keys));
            }
        }

        return groups.OrderByDescending(g => g.Sorted.Length).Take(SearchSpace.VotingGroups).Select(g => Vote(g.Name, g.Sorted, types));
    }

    private static List<(string Name, double[] Sorted)> GroupsOf(
        MetricSeries series, ProcessedSeries values, SeasonalityComponent component, SeasonKeys keys)
    {
        var columns = component.Columns.Select(series.FindColumn).OfType<SeasonalityColumn>().ToArray();
        var sizes = new int[keys.Groups];
        foreach (var point in values.ValidPoints)
        {
            sizes[keys.GroupOfPoint[point]]++;
        }

        var members = sizes.Select(size => new double[size]).ToArray();
        var filled = new int[keys.Groups];
        var order = values.Sorted;
        foreach (var position in order)
        {
            var group = keys.GroupOfPoint[values.ValidPoints[position]];
            members[group][filled[group]++] = values.ValidValues[position];
        }

        // Groups are numbered by first appearance.
        var named = new List<(string, double[])>();
        var seen = 0;
        for (var point = 0; point < series.Count && seen < keys.Groups; point++)
        {
            if (keys.GroupOfPoint[point] != seen)
            {
                continue;
            }

            var group = seen++;
            if (sizes[group] >= SearchSpace.PointsPerVote && columns.All(c => c.Keys.Span[point] >= 0))
            {
                var name = string.Join("+", columns.Select(c => c.Name)) + "=" + string.Join("/", columns.Select(c => Named(c.Labels[c.Keys.Span[point]])));
                named.Add((name, members[group]));
            }
        }

        return named;
    }

    // Truth values are named as Python writes them.
    private static string Named(string label) => label switch
    {
        "true" => "True",
        "false" => "False",
        _ => label,
    };

    private static GroupVote Vote(string name, ReadOnlySpan<double> sorted, ValueList<DetectorType> types)
    {
        var features = GroupShape.Measure(sorted);
        var ranking = types
            .Select(t => new KeyValuePair<DetectorType, double>(t, Math.Clamp(Suitability(t, features), 0, 1)))
            .OrderByDescending(r => r.Value)
            .ToValueList();
        return new GroupVote(name, features, ranking);
    }

    // zscore wants normal values; mad gains with heavy centres and outliers, iqr with skew and outliers.
    private static double Suitability(DetectorType type, GroupFeatures f) => type switch
    {
        DetectorType.ZScore => f.Normality * Math.Clamp(f.HeavyTailRatio, 0, 1) * (1 - f.OutlierFraction),
        DetectorType.Mad => 0.6 + (0.4 * Math.Max(0, 1 - f.HeavyTailRatio)) + (0.5 * f.OutlierFraction),
        _ => 0.3 + (0.5 * Math.Min(1, Math.Abs(f.Skewness) / 3)) + (0.4 * f.OutlierFraction),
    };
}
