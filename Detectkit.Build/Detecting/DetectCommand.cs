using System.Globalization;
using Detectkit.Build.Inputs;
using Detectkit.Build.Tuning;
using Detectkit.Build.Worker;
using Detectkit.Configuration;

namespace Detectkit.Build.Detecting;

/// <summary>The target <c>DetectkitDetect</c>: every configured detector of the chosen metrics over their history, into files.</summary>
internal sealed class DetectCommand(WorkerContext context, ProjectInputs inputs)
{
    private const string Folder = "detections";

    private readonly DetectionFiles files = new(Path.Combine(context.Output, Folder), context.Options.Format);

    public void Run(CancellationToken cancellation)
    {
        if (MetricChoice.Choose(context, inputs) is not { } metrics)
        {
            return;
        }

        using var databases = context.Databases(inputs, metrics.Count);
        var history = context.History(inputs, databases);
        var counts = MetricLoop.Run(context, metrics, "the detections", m => Detect(m, history, cancellation), c => c.ToString(), cancellation);
        var found = counts.OfType<DetectionCount>().ToList();
        var failed = metrics.Count - found.Count;
        var folder = Path.Combine(context.Options.Output, Folder);
        context.Log.Write(
        [
            $"next: open {folder}/<metric>.alerts{DetectionFiles.ExtensionOf(context.Options.Format)} to see when each would have alerted; 'dotnet build -t:Autotune' looks for better detectors",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{context.Request.Name} -> {folder} ({found.Count} judged, {DetectionCount.Words(found.Sum(c => c.Anomalies), "anomaly", "anomalies")}, {DetectionCount.Words(found.Sum(c => c.Alerts), "alert")}{(failed > 0 ? $"; {failed} failed" : "")})"),
        ]);
    }

    private DetectionCount? Detect(MetricFile file, MetricHistory history, CancellationToken cancellation)
    {
        var (loaded, findings) = history.Load(file, cancellation);
        foreach (var finding in findings)
        {
            context.Log.Report(finding);
        }

        if (loaded is null)
        {
            files.Remove(file.DisplayName);
            return null;
        }

        if (MetricHistory.SentinelsOf(file, loaded.Series, LabelChoice.Choose(file, inputs, context.Options).Labels) is { } sentinels)
        {
            context.Log.Report(sentinels);
        }

        var detected = DetectedMetric.Of(file.Metric, loaded.Series);
        cancellation.ThrowIfCancellationRequested();
        files.Write(file.DisplayName, detected);
        return new DetectionCount(detected.Series.Count, detected.Detectors.Count, detected.AnomalyCount, detected.AlertCount);
    }

    private sealed record DetectionCount(int Points, int Detectors, int Anomalies, int Alerts)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Words(Points, "point")}, {Words(Detectors, "detector")}: {Words(Anomalies, "anomaly", "anomalies")}, {Words(Alerts, "alert")}");

        public static string Words(int count, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
    }
}
