using System.Globalization;
using System.Text;
using Detectkit.Evidence;

namespace Detectkit.Build.Reports;

/// <summary>The text of the pull request: what to decide by first, and per metric what stands behind it.</summary>
internal static class PullRequestText
{
    /// <summary>What GitHub takes as the body of a pull request, in characters.</summary>
    public const int Limit = 65_536;

    /// <summary>What Azure DevOps takes.</summary>
    public const int ShortLimit = 4_000;

    // How many metrics the table and each list name, most first.
    private static readonly int[] RowLimits = [int.MaxValue, 400, 200, 100, 50, 25, 12, 6, 3, 0];

    /// <summary>
    /// Writes the text in Markdown. What is too long for the limit becomes shorter in whole parts: sections from the last one on, then rows of
    /// the table and the lists, whose number is then told.
    /// </summary>
    /// <param name="metrics">The metrics of the run, in file order.</param>
    /// <param name="arguments">The properties that the run was given and that decide its result, each after a space.</param>
    /// <param name="limit">Characters at most.</param>
    public static string Write(IReadOnlyList<TunedMetricReport> metrics, string arguments = "", int limit = Limit)
    {
        var sections = metrics
            .Where(m => m.Fate == MetricFate.Tuned && m.Outcome?.Result is not null)
            .Select(MetricSection.Levels)
            .ToList();
        foreach (var rows in RowLimits)
        {
            var (head, tail) = (PullRequestSummary.Write(metrics, rows), PullRequestLists.Write(metrics, arguments, rows));
            if (head.Length + tail.Length <= limit)
            {
                return head + Fit(sections, limit - head.Length - tail.Length) + tail;
            }
        }

        return PullRequestSummary.Counts(metrics) + "\nThe records of all metrics are in the build's output.\n";
    }

    private static string Fit(List<IReadOnlyList<string>> sections, int room)
    {
        var level = new int[sections.Count];
        var length = sections.Sum(s => s[0].Length);
        for (var pass = 1; length > room && pass < MetricSection.LevelCount; pass++)
        {
            for (var i = sections.Count - 1; i >= 0 && length > room; i--)
            {
                length += sections[i][pass].Length - sections[i][pass - 1].Length;
                level[i] = pass;
            }
        }

        return string.Concat(sections.Select((s, i) => s[level[i]]));
    }
}
