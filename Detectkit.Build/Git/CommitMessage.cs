using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The message of a tuning commit, and how such a commit is known again.</summary>
internal static partial class CommitMessage
{
    private const string Trailer = "Detectkit-Run: ";

    /// <summary>The first line of the message.</summary>
    /// <param name="metrics">How many metrics were tuned.</param>
    /// <returns>The subject.</returns>
    public static string Subject(int metrics) => string.Create(CultureInfo.InvariantCulture, $"Tune {metrics} {(metrics == 1 ? "metric" : "metrics")}");

    /// <summary>Writes the message: the subject, a line per metric, a trailer per metric.</summary>
    /// <param name="metrics">The tuned metrics.</param>
    /// <returns>The text, with a newline at its end.</returns>
    public static string For(ImmutableArray<TunedMetric> metrics)
    {
        var text = new StringBuilder(Subject(metrics.Length)).Append("\n\n");
        foreach (var metric in metrics)
        {
            text.Append(OneLine(metric.Line)).Append('\n');
        }

        text.Append('\n');
        foreach (var metric in metrics)
        {
            text.Append(Trailer).Append(OneLine(metric.Name)).Append(' ').Append(OneLine(metric.RunId)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// Whether a commit is one of ours: our subject, our trailers, at most one parent, and author and committer the same to the second,
    /// which no longer holds once somebody has amended or rebased it.
    /// </summary>
    /// <param name="commit">The commit.</param>
    /// <returns>True if nobody but autotune made it.</returns>
    public static bool IsOurs(Commit commit) =>
        commit.Parents.Take(2).Count() <= 1
        && commit.Author.Name == commit.Committer.Name
        && commit.Author.Email == commit.Committer.Email
        && commit.Author.When.EqualsExact(commit.Committer.When)
        && SubjectLine().IsMatch(commit.Message)
        && LastParagraph(commit.Message).Split('\n').All(line => line.StartsWith(Trailer, StringComparison.Ordinal));

    private static string LastParagraph(string message)
    {
        var trimmed = message.TrimEnd('\n');
        return trimmed[(trimmed.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)..].TrimStart('\n');
    }

    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    [GeneratedRegex(@"\ATune [0-9]+ metrics?\n", RegexOptions.CultureInvariant)]
    private static partial Regex SubjectLine();
}
