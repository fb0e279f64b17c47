using System.Diagnostics;
using System.Globalization;
using Detectkit.Build.Reports;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Build.Worker.Tuning;

/// <summary>One line as each metric ends: <c>[12/240] api_error_rate  mad  0.58 -> 0.71  0.14 s</c>.</summary>
internal sealed class ProgressLines(int total)
{
    // Below this an estimate of the time left is of no use.
    private static readonly TimeSpan WorthEstimating = TimeSpan.FromSeconds(10);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int done;

    /// <summary>The line of a metric that has just ended.</summary>
    /// <param name="outcome">The metric.</param>
    /// <returns>The line.</returns>
    public string Next(MetricOutcome outcome)
    {
        var count = Interlocked.Increment(ref done);
        var left = clock.Elapsed / count * (total - count);
        var what = outcome.Search?.Result is { } result
            ? DetectorTypeName.Of(result.Winner.Detector.Type) + "  "
                + (outcome.Search.IncumbentScore is { } score ? FixedNotation.Format(score, 2) + " -> " : "") + FixedNotation.Format(result.Winner.Score, 2)
                + (outcome.Fate == MetricFate.Tuned ? "" : "  " + outcome.Fate.ToString().ToLowerInvariant())
            : "failed";
        return string.Create(CultureInfo.InvariantCulture, $"[{count}/{total}] {outcome.File.DisplayName}  {what}  {outcome.Elapsed.TotalSeconds:0.00} s")
            + (left > WorthEstimating ? "  about " + Duration(left) + " left" : "");
    }

    private static string Duration(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s");
}
