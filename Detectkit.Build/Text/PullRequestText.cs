using System.Globalization;
using System.Text;

namespace Detectkit.Build.Text;

/// <summary>The text of the pull request: what to decide by first, and per metric what stands behind it.</summary>
internal static class PullRequestText
{
    /// <summary>What GitHub takes as the body of a pull request, in characters, without the lines that tell which proposal it is.</summary>
    public const int Limit = 65_536 - ForProposal;

    /// <summary>What Azure DevOps takes.</summary>
    public const int ShortLimit = 4_000 - ForProposal;

    // The lines that tell which proposal it is.
    private const int ForProposal = 150;

    // How many metrics the table and each list name, most first.
    private static readonly int[] RowLimits = [int.MaxValue, 400, 200, 100, 50, 25, 12, 6, 3, 0];

    /// <summary>
    /// Writes the text in Markdown. What is too long for the limit becomes shorter in whole parts: sections from the last one on, those of kept
    /// metrics first, then rows of the table and the lists. The number of what is left out is told.
    /// </summary>
    public static string Write(IReadOnlyList<TunedMetricReport> metrics, string arguments = "", int limit = Limit) =>
        Write(Parts.Of(metrics, arguments), limit);

    public static (string Whole, string Short) WriteBoth(IReadOnlyList<TunedMetricReport> metrics, string arguments)
    {
        var parts = Parts.Of(metrics, arguments);
        return (Write(parts, Limit), Write(parts, ShortLimit));
    }

    private static string Write(Parts parts, int limit)
    {
        foreach (var rows in RowLimits)
        {
            var (head, tail) = (parts.Summary.Write(rows), parts.Lists.Write(rows));
            if (head.Length + tail.Length + LeftOut(parts.Sections.Length).Length <= limit)
            {
                return head + Fit(parts.Sections, limit - head.Length - tail.Length) + tail;
            }
        }

        return parts.Counts + "\nThe records of all metrics are in the build's output.\n";
    }

    private static string Fit(IReadOnlyList<string>[] sections, int room)
    {
        var level = new int[sections.Length];
        var (length, leftOut) = (sections.Sum(s => s[0].Length), 0);
        bool IsTooLong() => length + LeftOut(leftOut).Length > room;
        for (var pass = 1; IsTooLong() && pass < PullRequestSection.LevelCount; pass++)
        {
            for (var i = sections.Length - 1; i >= 0 && IsTooLong(); i--)
            {
                length += sections[i][pass].Length - sections[i][pass - 1].Length;
                level[i] = pass;
                leftOut += pass == PullRequestSection.LevelCount - 1 ? 1 : 0;
            }
        }

        return string.Concat(sections.Select((s, i) => s[level[i]])) + LeftOut(leftOut);
    }

    private static string LeftOut(int sections) => sections == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{sections} section{(sections == 1 ? "" : "s")} left out for length: the build's output has a record of each metric.\n\n");

    private sealed record Parts(string Counts, PullRequestSummary Summary, PullRequestLists Lists, IReadOnlyList<string>[] Sections)
    {
        // A section is the text of one metric and hangs on no other.
        public static Parts Of(IReadOnlyList<TunedMetricReport> metrics, string arguments)
        {
            TunedMetricReport[] told = [.. new[] { MetricFate.Tuned, MetricFate.TradeOff, MetricFate.Kept }.SelectMany(fate => metrics.Where(m => m.Fate == fate && m.Outcome?.Result is not null))];
            var sections = new IReadOnlyList<string>[told.Length];
            Parallel.For(0, told.Length, i => sections[i] = PullRequestSection.Levels(told[i]));
            return new Parts(PullRequestSummary.Counts(metrics), new PullRequestSummary(metrics), new PullRequestLists(metrics, arguments), sections);
        }
    }
}
