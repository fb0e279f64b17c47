using System.Globalization;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;

namespace Detectkit.Build.Tuning;

/// <summary>The last line of a run, which the terminal logger shows too: <c>shop -> detectkit/autotune (8 tuned, 1 failed; commit 1a2b3c4), see obj/detectkit/report.html</c>.</summary>
internal static class SummaryLine
{
    private const int ShortSha = 7;

    /// <summary>Writes the line.</summary>
    /// <param name="context">The run.</param>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="delivered">Where the tuned files went.</param>
    /// <returns>The line.</returns>
    public static string Of(WorkerContext context, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered)
    {
        var counts = Enum.GetValues<MetricFate>()
            .Select(fate => (Fate: fate, Count: outcomes.Count(o => o.Fate == fate)))
            .Where(c => c.Count > 0 || c.Fate == MetricFate.Tuned)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count} {FateWords.Of(c.Fate)}"));
        var end = new[] { delivered.Commit is { } sha ? "commit " + sha[..ShortSha] : null, delivered.Remark }.OfType<string>().ToList();
        // The terminal logger shows no other line, so this one names the page too.
        var page = NextStep.PageOf(context) is { } path && outcomes.Any(o => o.Search?.Result is not null) ? ", see " + path : "";
        return $"{context.Request.Name} -> {delivered.Target} ({string.Join(", ", counts)}{(end.Count == 0 ? "" : "; " + string.Join(" ", end))}){page}";
    }
}
