using System.Buffers;
using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Reference;

/// <summary>Matches detector types to the shape of the values: the whole series and each season vote.</summary>
internal static class DetectorVote
{
    public sealed record Choice(ValueList<DetectorType> Shortlist, ValueList<GroupVote> Votes, Decision Log);

    public static Choice Run(SeriesAnalysis analysis, ValueList<SeasonalityComponent>? seasonality, ValueList<DetectorType>? allowed)
    {
        var types = SearchSpace.Types.Where(t => allowed is null || allowed.Contains(t)).ToValueList();
        var groups = Votes(analysis, seasonality, types);

        var (votes, suitability) = (new Dictionary<DetectorType, double>(types.Count), new Dictionary<DetectorType, double>(types.Count));
        foreach (var group in groups)
        {
            var (ranking, top) = (group.Ranking, 0);
            while (top < ranking.Count && ranking[top].Value >= ranking[0].Value - SearchSpace.VoteTie)
            {
                top++;
            }

            for (var r = 0; r < ranking.Count; r++)
            {
                var (type, value) = ranking[r];
                votes[type] = votes.GetValueOrDefault(type) + (r < top ? 1.0 / top : 0);
                suitability[type] = suitability.GetValueOrDefault(type) + value;
            }
        }

        var shortlist = types
            .Where(t => votes[t] >= SearchSpace.Quorum || t == groups[0].Ranking[0].Key)
            .OrderByDescending(t => suitability[t])
            .Take(SearchSpace.ShortlistLength)
            .ToValueList();
        var tally = string.Join(", ", types.Select(t => DetectorTypeName.Of(t) + ":" + FixedNotation.Format(votes[t], 1)));
        var message = "votes — " + tally + "; shortlist: " + string.Join(", ", shortlist.Select(DetectorTypeName.Of));
        return new Choice(shortlist, groups.ToValueList(), new Decision(TuningStage.DetectorSelect, message));
    }

    private static List<GroupVote> Votes(SeriesAnalysis analysis, ValueList<SeasonalityComponent>? seasonality, ValueList<DetectorType> types)
    {
        var values = analysis.Processed(default);
        var buffer = ArrayPool<double>.Shared.Rent(Math.Max(1, values.ValidCount * (1 + (seasonality?.Count ?? 0))));
        values.CopyInOrder(buffer);
        var votes = new List<GroupVote> { Vote("global", buffer.AsSpan(0, values.ValidCount), types) };
        var groups = new List<Group>(SearchSpace.VotingGroups + 1);
        var filled = values.ValidCount;
        foreach (var component in seasonality ?? [])
        {
            if (analysis.KeysOf(component) is { } keys)
            {
                AddGroups(analysis.Series, values, component, keys, buffer.AsSpan(filled, values.ValidCount), filled, groups);
                filled += values.ValidCount;
            }
        }

        votes.AddRange(groups.Select(g => Vote(NameOf(g), buffer.AsSpan(g.Start, g.Length), types)));
        ArrayPool<double>.Shared.Return(buffer);
        return votes;
    }

    // Writes the values group by group, ascending within each, and keeps the longest that may vote, of equal ones the first.
    private static void AddGroups(
        MetricSeries series, ProcessedSeries values, SeasonalityComponent component, SeasonKeys keys, Span<double> sorted, int origin, List<Group> groups)
    {
        var columns = component.Columns.Select(series.FindColumn).OfType<SeasonalityColumn>().ToArray();
        var buffer = ArrayPool<int>.Shared.Rent(keys.Groups + 1);
        var ends = buffer.AsSpan(0, keys.Groups + 1);
        ends.Clear();
        foreach (var point in values.Valid.Points)
        {
            ends[keys.GroupOfPoint[point] + 1]++;
        }

        for (var group = 0; group < keys.Groups; group++)
        {
            ends[group + 1] += ends[group];
        }

        foreach (var position in values.Valid.Sorted)
        {
            sorted[ends[keys.GroupOfPoint[values.Valid.Points[position]]]++] = values.Valid.Values[position];
        }

        // Groups are numbered by first appearance. Filling has moved each group's start to its end.
        var seen = 0;
        for (var point = 0; point < series.Count && seen < keys.Groups; point++)
        {
            if (keys.GroupOfPoint[point] != seen)
            {
                continue;
            }

            var start = seen == 0 ? 0 : ends[seen - 1];
            var size = ends[seen++] - start;
            if (size >= SearchSpace.PointsPerVote && Array.TrueForAll(columns, c => c.Keys.Span[point] >= 0))
            {
                Keep(new Group(columns, point, origin + start, size), groups);
            }
        }

        ArrayPool<int>.Shared.Return(buffer);
    }

    private static void Keep(Group group, List<Group> longest)
    {
        longest.Insert(longest.FindLastIndex(g => g.Length >= group.Length) + 1, group);
        if (longest.Count > SearchSpace.VotingGroups)
        {
            longest.RemoveAt(longest.Count - 1);
        }
    }

    private static string NameOf(Group group) =>
        string.Join('+', group.Columns.Select(c => c.Name)) + "=" + string.Join('/', group.Columns.Select(c => Named(c.Labels[c.Keys.Span[group.Point]])));

    // Booleans are named as Python writes them.
    private static string Named(string label) => label switch
    {
        "true" => "True",
        "false" => "False",
        _ => label,
    };

    private static GroupVote Vote(string name, ReadOnlySpan<double> sorted, ValueList<DetectorType> types)
    {
        var features = FeatureMeasurement.Create(sorted);
        var ranking = new List<KeyValuePair<DetectorType, double>>(types.Count);
        foreach (var type in types)
        {
            var suitability = Math.Clamp(DetectorConfig.WindowOf(type).Suitability!(features), 0, 1);
            ranking.Insert(ranking.FindLastIndex(r => !(r.Value < suitability)) + 1, KeyValuePair.Create(type, suitability));
        }

        return new GroupVote(name, features, ranking.ToValueList());
    }

    private readonly record struct Group(SeasonalityColumn[] Columns, int Point, int Start, int Length);
}
