using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The message of a tuning commit: the subject, a line per metric, trailers per metric; and how such a commit is known again.</summary>
internal static partial class CommitMessage
{
    private const string Trailers = "Detectkit-";
    private const string RunTrailer = Trailers + "Run: ";
    private const string FileTrailer = Trailers + "File: ";
    private const string CommitterTrailer = Trailers + "Committer: ";

    public static string For(ImmutableArray<ProposedMetric> metrics, Signature author, Signature committer)
    {
        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"Tune {metrics.Length} {(metrics.Length == 1 ? "metric" : "metrics")}"),
            "",
            .. metrics.Select(metric => metric.Line),
            "",
            .. metrics.SelectMany(metric => new[] { $"{RunTrailer}{metric.Name} {metric.RunId}", FileTrailer + metric.Path }),
            .. Person(author) == Person(committer) ? Array.Empty<string>() : [CommitterTrailer + Person(committer)],
        ];
        return string.Concat(lines.Select(line => OneLine(line) + "\n"));
    }

    public static ImmutableArray<ProposedMetric> Read(Commit commit) =>
    [
        .. Values(commit, RunTrailer).Zip(Values(commit, FileTrailer), commit.Message.Split('\n').Skip(2)).Select(metric =>
        {
            var (run, file, line) = metric;
            var end = run.LastIndexOf(' ');
            return new ProposedMetric(run[..Math.Max(end, 0)], run[(end + 1)..], line, file);
        }),
    ];

    /// <summary>
    /// Whether a commit is one of ours: our subject, our trailers, at most one parent, and author and committer the same to the second (or the
    /// committer that a trailer names), which no longer holds once somebody has amended or rebased it.
    /// </summary>
    public static bool IsOurs(Commit commit) =>
        commit.Parents.Take(2).Count() <= 1
        && commit.Author.When.EqualsExact(commit.Committer.When)
        && SubjectLine().IsMatch(commit.Message)
        && TrailersOf(commit) is var trailers
        && trailers.All(line => line.StartsWith(Trailers, StringComparison.Ordinal))
        && (Person(commit.Author) == Person(commit.Committer) || trailers.Contains(CommitterTrailer + Person(commit.Committer)));

    public static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    private static string Person(Signature signature) => $"{signature.Name} <{signature.Email}>";

    private static IEnumerable<string> Values(Commit commit, string trailer) =>
        TrailersOf(commit).Where(line => line.StartsWith(trailer, StringComparison.Ordinal)).Select(line => line[trailer.Length..]);

    // The lines of the last paragraph.
    private static string[] TrailersOf(Commit commit) => commit.Message.TrimEnd('\n').Split("\n\n")[^1].TrimStart('\n').Split('\n');

    [GeneratedRegex(@"\ATune [0-9]+ metrics?\n", RegexOptions.CultureInvariant)]
    private static partial Regex SubjectLine();
}
