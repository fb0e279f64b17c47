using System.Globalization;
using Detectkit.Build.Wire;

namespace Detectkit.Build.Worker;

/// <summary>One line as each metric ends: <c>[12/240] api_error_rate  mad  0.58 -> 0.71  0.14 s</c>. Safe to use from several threads.</summary>
/// <param name="clock">What the time left is estimated by.</param>
internal sealed class ProgressLines(WorkerLog log, TimeProvider clock, int total)
{
    // The first metrics pay for the start-up and those after them run beside them, so an estimate from few is of nothing; and below ten
    // seconds nobody needs one.
    private const int FewestDone = 5;
    private const int ShareDone = 10;
    private static readonly TimeSpan WorthEstimating = TimeSpan.FromSeconds(10);

    private readonly long start = clock.GetTimestamp();
    private readonly Lock gate = new();
    private int done;

    public void Write(IEnumerable<string> stages, string metric, string what, TimeSpan elapsed, string? remark = null)
    {
        // Counting and writing at once: the lines of metrics that end together stay in order.
        lock (gate)
        {
            done++;
            var left = clock.GetElapsedTime(start) / done * (total - done);
            var line = string.Create(CultureInfo.InvariantCulture, $"[{done}/{total}] {metric}  {what}  {elapsed.TotalSeconds:0.00} s");
            log.Write(
            [
                .. stages.Select(s => OutputLine.Detail + s),
                .. remark is null ? (string[])[] : [remark],
                done >= Math.Max(FewestDone, total / ShareDone) && left > WorthEstimating ? line + "  about " + Duration(left) + " left" : line,
            ]);
        }
    }

    private static string Duration(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s");
}
