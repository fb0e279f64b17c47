using System.Globalization;
using Detectkit.Build.Reports;

namespace Detectkit.Build.Worker.Tuning;

/// <summary>The last line of a run, which the terminal logger shows too: <c>shop -> detectkit/autotune (8 tuned, 1 failed; commit 1a2b3c4)</c>.</summary>
internal static class SummaryLine
{
    private const int ShortSha = 7;

    /// <summary>Writes the line.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="delivered">Where the tuned files went.</param>
    /// <returns>The line.</returns>
    public static string Of(string project, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered)
    {
        var counts = Enum.GetValues<MetricFate>()
            .Select(fate => (Fate: fate, Count: outcomes.Count(o => o.Fate == fate)))
            .Where(c => c.Count > 0 || c.Fate == MetricFate.Tuned)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count} {c.Fate.ToString().ToLowerInvariant()}"));
        var end = new[] { delivered.Commit is { } sha ? "commit " + sha[..ShortSha] : null, delivered.Remark }.OfType<string>().ToList();
        return $"{project} -> {delivered.Target} ({string.Join(", ", counts)}{(end.Count == 0 ? "" : "; " + string.Join(" ", end))})";
    }
}
