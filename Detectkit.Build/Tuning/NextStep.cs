using System.Globalization;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;

namespace Detectkit.Build.Tuning;

/// <summary>What to do after a run, said before its summary.</summary>
internal static class NextStep
{
    // The first of them that there is.
    private static readonly string[] Pages = ["report.html", "pull-request.md"];

    /// <summary>Writes the lines.</summary>
    /// <param name="context">The run.</param>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="delivered">Where the tuned files went.</param>
    /// <returns>The lines; none where nothing was searched.</returns>
    public static IEnumerable<string> Lines(WorkerContext context, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered)
    {
        if (outcomes.Count(o => o.IsStored) is > 0 and var stored)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{stored} of {outcomes.Count} from the cache: metric, labels and data are those of an earlier run; -p:AutotuneIgnoreCache=true searches again");
        }

        if (outcomes.Any(o => o.Search?.Result is not null))
        {
            var look = PageOf(context) is { } page ? "open " + page : "";
            yield return "next: " + string.Join(", then ", new[] { look, After(context.Options, outcomes, delivered) }.Where(t => t.Length > 0));
        }
    }

    /// <summary>The page to look at.</summary>
    /// <param name="context">The run.</param>
    /// <returns>Its path relative to the project's root; <c>null</c> where none was written.</returns>
    public static string? PageOf(WorkerContext context) => Pages
        .Select(f => Path.Combine(context.Output, f))
        .Where(File.Exists)
        .Select(f => RelativePath.Of(context.Request.Root, f))
        .FirstOrDefault();

    private static string After(RunOptions options, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered) => (options, delivered.Commit) switch
    {
        ({ DryRun: true }, _) => "run without AutotuneDryRun",
        ({ Commit: false }, _) when outcomes.Any(o => o.Fate == MetricFate.Tuned) => "read and commit what 'git diff' shows",
        (_, not null) => $"review and merge '{options.Branch}': git diff {options.Base}...{options.Branch}",
        _ => "",
    };
}
