using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>The files of one example in the documentation.</summary>
internal sealed record DocumentedExample(string RuleId, bool IsBad, IReadOnlyList<KeyValuePair<string, byte[]>> Files)
{
    private static readonly string[] Base =
    [
        "name: orders", "interval: 10min", "query: SELECT t AS timestamp, v AS value FROM orders WHERE t >= '{{ dtk_start_time }}'",
    ];

    public static string Page => File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "docs", "diagnostics.md"));

    /// <summary>All examples of the page: fences named <c>yaml bad path [whole] [bytes]</c> under a heading with the rule's id.</summary>
    public static IReadOnlyList<DocumentedExample> ReadAll() => Regex
        .Matches(Page, @"^(?:### (?<id>DTK\d{4})|```(?:yaml|sql) (?<kind>bad|good) (?<path>\S+)(?<whole> whole)?(?<bytes> bytes)?\n(?<text>.*?)\n```)$", RegexOptions.Multiline | RegexOptions.Singleline)
        .Aggregate(
            (Id: "", Fences: new List<(string Id, bool IsBad, string Path, byte[] Content)>()),
            (state, match) =>
            {
                if (match.Groups["id"].Success)
                {
                    return (match.Groups["id"].Value, state.Fences);
                }

                state.Fences.Add((state.Id, match.Groups["kind"].Value == "bad", match.Groups["path"].Value, Content(match)));
                return state;
            })
        .Fences
        .GroupBy(f => (f.Id, f.IsBad))
        .Select(g => new DocumentedExample(g.Key.Id, g.Key.IsBad, g.Select(f => KeyValuePair.Create(f.Path, f.Content)).ToList()))
        .ToList();

    /// <summary>What is found in the files, each by itself and all together.</summary>
    public IReadOnlyList<Finding> Findings()
    {
        var metrics = In("metrics/").Select(f => MetricReader.Read(f.Key, f.Value)).ToList();
        var labels = In("incidents/").Select(f => LabelReader.Read(f.Key, f.Value)).ToList();
        var profiles = In("profiles.yml").Select(f => ProfilesReader.Read(f.Key, f.Value)).SingleOrDefault();
        var project = In("detectkit_project.yml").Select(f => ProjectFileReader.Read(f.Key, f.Value)).SingleOrDefault();
        var together = ProjectRules.Check(new ProjectFiles
        {
            Metrics = metrics.Select(MetricSummary.Create).Where(_ => Files.Count > 1 || RuleId == Rules.FileOutsideProject.Id).ToValueList(),
            Labels = labels.Select(l => LabelFileSummary.Create(l, l.Path)).ToValueList(),
            QueryFiles = In("sql/").Select(f => f.Key).ToValueList(),
            Profiles = profiles,
            Project = project,
        });
        return
        [
            .. metrics.SelectMany(m => m.Findings),
            .. labels.SelectMany(l => l.Findings),
            .. labels.Where(_ => RuleId == Rules.IncidentMarksNothing.Id).SelectMany(OutsideTheSeries),
            .. labels.Where(_ => RuleId == Rules.LabelsShifted.Id).Select(l => LabelShift.Finding(l.Path, l.Labels!, ThreeSpikes())).OfType<Finding>(),
            .. In("sql/").SelectMany(f => QueryFileReader.Check(f.Key, Encoding.UTF8.GetString(f.Value))),
            .. profiles?.Findings ?? [],
            .. project?.Findings ?? [],
            .. together,
        ];
    }

    private static IEnumerable<Finding> OutsideTheSeries(LabelReading labels)
    {
        var first = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        var stamps = Enumerable.Range(0, 7 * 24).Select(hour => new DateTimeOffset(first.AddHours(hour)).ToUnixTimeMilliseconds()).ToArray();
        var series = MetricSeries.FromRows(stamps, new double[stamps.Length], 3600, []);
        return LabelCoverage.Findings(labels.Path, GroundTruth.Mark(labels.Labels!, series).WithoutEffect, first, first.AddHours((7 * 24) - 1));
    }

    private static MetricSeries ThreeSpikes()
    {
        var first = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        var stamps = Enumerable.Range(0, 7 * 24).Select(hour => new DateTimeOffset(first.AddHours(hour)).ToUnixTimeMilliseconds()).ToArray();
        return MetricSeries.FromRows(stamps, [.. stamps.Select((_, i) => 100.0 + (i * 7 % 11) + (i is 27 or 80 or 134 ? 300 : 0))], 3600, []);
    }

    private static byte[] Content(Match fence)
    {
        var text = fence.Groups["text"].Value + "\n";
        if (!fence.Groups["whole"].Success && fence.Groups["path"].Value.StartsWith("metrics/", StringComparison.Ordinal))
        {
            text = string.Concat(Base.Where(b => !Regex.IsMatch(text, "^" + b.Split(':')[0] + ":", RegexOptions.Multiline)).Select(b => b + "\n")) + text;
        }

        if (!fence.Groups["bytes"].Success)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        return Regex.Split(text, @"(\\x[0-9A-F]{2})")
            .SelectMany(part => Regex.IsMatch(part, @"^\\x[0-9A-F]{2}$")
                ? [byte.Parse(part.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)]
                : Encoding.UTF8.GetBytes(part))
            .ToArray();
    }

    private IEnumerable<KeyValuePair<string, byte[]>> In(string start) => Files.Where(f => f.Key.StartsWith(start, StringComparison.Ordinal));
}
