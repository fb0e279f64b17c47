using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The message of a tuning commit, and how such a commit is known again.</summary>
internal static partial class CommitMessage
{
    private const string Trailers = "Detectkit-";
    private const string RunTrailer = Trailers + "Run: ";
    private const string FileTrailer = Trailers + "File: ";
    private const string CommitterTrailer = Trailers + "Committer: ";

    /// <summary>The first line of the message.</summary>
    /// <param name="metrics">How many metrics were tuned.</param>
    /// <returns>The subject.</returns>
    public static string Subject(int metrics) => string.Create(CultureInfo.InvariantCulture, $"Tune {metrics} {(metrics == 1 ? "metric" : "metrics")}");

    /// <summary>Writes the message: the subject, a line per metric, a trailer per metric.</summary>
    /// <param name="metrics">The tuned metrics.</param>
    /// <param name="author">The author.</param>
    /// <param name="committer">The committer, who is told only where it is somebody else.</param>
    /// <returns>The text, with a newline at its end.</returns>
    public static string For(ImmutableArray<TunedMetric> metrics, Signature author, Signature committer)
    {
        var text = new StringBuilder(Subject(metrics.Length)).Append("\n\n");
        foreach (var metric in metrics)
        {
            text.Append(OneLine(metric.Line)).Append('\n');
        }

        text.Append('\n');
        foreach (var metric in metrics)
        {
            text.Append(RunTrailer).Append(OneLine(metric.Name)).Append(' ').Append(OneLine(metric.RunId)).Append('\n');
            text.Append(FileTrailer).Append(OneLine(metric.Path)).Append('\n');
        }

        if (!IsSame(author, committer))
        {
            text.Append(CommitterTrailer).Append(Person(committer)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads what a commit of ours proposes.</summary>
    /// <param name="commit">The commit.</param>
    /// <returns>The metrics.</returns>
    public static ImmutableArray<TunedMetric> Read(Commit commit)
    {
        var lines = commit.Message.Split('\n').Skip(2);
        var trailers = LastParagraph(commit.Message).Split('\n');
        var files = trailers.Where(line => line.StartsWith(FileTrailer, StringComparison.Ordinal)).Select(line => line[FileTrailer.Length..]);
        return
        [
            .. trailers.Where(line => line.StartsWith(RunTrailer, StringComparison.Ordinal)).Select(line => line[RunTrailer.Length..]).Zip(files, lines)
                .Select(metric => new TunedMetric(metric.First[..Math.Max(metric.First.LastIndexOf(' '), 0)], metric.First[(metric.First.LastIndexOf(' ') + 1)..], metric.Third, metric.Second)),
        ];
    }

    /// <summary>
    /// Whether a commit is one of ours: our subject, our trailers, at most one parent, and author and committer the same to the second (or the
    /// committer that a trailer names), which no longer holds once somebody has amended or rebased it.
    /// </summary>
    /// <param name="commit">The commit.</param>
    /// <returns>True if nobody but autotune made it.</returns>
    public static bool IsOurs(Commit commit) =>
        commit.Parents.Take(2).Count() <= 1
        && commit.Author.When.EqualsExact(commit.Committer.When)
        && SubjectLine().IsMatch(commit.Message)
        && LastParagraph(commit.Message).Split('\n') is var trailers
        && trailers.All(line => line.StartsWith(Trailers, StringComparison.Ordinal))
        && (IsSame(commit.Author, commit.Committer) || trailers.Contains(CommitterTrailer + Person(commit.Committer)));

    private static bool IsSame(Signature author, Signature committer) => Person(author) == Person(committer);

    private static string Person(Signature signature) => $"{signature.Name} <{signature.Email}>";

    private static string LastParagraph(string message)
    {
        var trimmed = message.TrimEnd('\n');
        return trimmed[(trimmed.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)..].TrimStart('\n');
    }

    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    [GeneratedRegex(@"\ATune [0-9]+ metrics?\n", RegexOptions.CultureInvariant)]
    private static partial Regex SubjectLine();
}
