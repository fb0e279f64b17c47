using System.Security.Cryptography;
using System.Text;
using Detectkit.Build.Pages;
using Detectkit.Build.Pages.Labels;
using Detectkit.Build.Pages.Serving;
using Detectkit.Build.Reports;
using Detectkit.Build.Sources;
using Detectkit.Build.Worker.Inputs;
using Detectkit.Build.Worker.Loading;
using Detectkit.Build.Worker.Records;
using Detectkit.Build.Worker.Tuning;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Build.Worker.Labelling;

/// <summary>The target <c>DetectkitLabel</c>: a page per chosen metric on which its incidents are marked, on disk or served.</summary>
internal sealed class LabelCommand(WorkerContext context, ProjectInputs inputs)
{
    private const string Folder = "label";

    /// <summary>Runs the command; what goes wrong is reported.</summary>
    /// <param name="cancellation">Stops it, the server included.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the pages were written.</exception>
    public void Run(CancellationToken cancellation)
    {
        if (MetricChoice.Choose(context, inputs) is not { } metrics)
        {
            return;
        }

        using var databases = new MetricDatabases(context.Request.Root, MetricHistory.Limits(context, inputs));
        var history = MetricHistory.Of(context, inputs, databases);
        var pages = new LabelledMetric?[metrics.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallel, CancellationToken = cancellation };
        Parallel.For(0, metrics.Count, parallel, i => pages[i] = Write(metrics[i], history, cancellation));
        var written = pages.OfType<LabelledMetric>().ToList();
        context.Log.Write(written.Select(p => $"{p.Name}: {RelativePath.Of(context.Request.Root, p.PagePath)}"));
        if (context.Options.Serve && written.Count > 0)
        {
            Serve(written, cancellation);
            return;
        }

        var failed = metrics.Count - written.Count;
        context.Log.Write(
        [
            "next: open a page, mark the incidents, export the file into the folder that the page names, then " + TuneCommand("<metric>"),
            FormattableString.Invariant($"{context.Request.Name} -> {Path.Combine(context.Options.Output, Folder)} ({written.Count} pages{(failed > 0 ? $"; {failed} failed" : "")})"),
        ]);
    }

    private void Serve(List<LabelledMetric> pages, CancellationToken cancellation)
    {
        var manifest = new LabelServerManifest(context.Request.Root, pages, OpensBrowser: true, EndsWithInput: true);
        var end = LabelServerProcess
            .RunAsync(manifest, Path.Combine(context.Output, Folder, "server.json"), line => context.Log.Write(line), cancellation)
            .GetAwaiter()
            .GetResult();
        if (end != LabelServerEnd.Done)
        {
            var why = end == LabelServerEnd.RuntimeMissing
                ? "the label server needs the ASP.NET Core runtime, which is not installed; without DetectkitServe the pages work from disk"
                : "the label server failed";
            context.Log.Report(new Finding(BuildRules.LabelServerFailed, context.Request.ProjectPath, SourceSpan.FileStart, why));
        }
    }

    private LabelledMetric? Write(MetricFile file, MetricHistory history, CancellationToken cancellation)
    {
        var (loaded, findings) = history.Load(file, cancellation);
        var labels = LabelChoice.Choose(file, inputs, context.Options);
        foreach (var finding in findings.Concat(labels.Findings))
        {
            context.Log.Report(finding);
        }

        if (loaded is null)
        {
            return null;
        }

        var path = Path.Combine(context.Output, Folder, file.DisplayName + ".html");
        try
        {
            EvidenceFile.Write(path, Encoding.UTF8.GetBytes(LabelPage.Render(Model(file, loaded, labels))));
            return new LabelledMetric(file.DisplayName, path, TuneCommand(file.DisplayName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log.Report(file.Finding(BuildRules.EvidenceUnwritable, $"the page of '{file.DisplayName}' cannot be written: {e.Message}"));
            return null;
        }
    }

    private LabelPageModel Model(MetricFile file, LoadedSeries loaded, ChosenLabels labels)
    {
        var series = loaded.Series;
        var detector = file.Metric.Detectors.Count > 0 ? file.Metric.Detectors[0] : null;
        var layer = detector is null ? null : DetectorLayer.Of(detector, DetectorWords.Of([detector]), detector.Detect(series));
        var start = new DateTimeOffset(series.StampAt(0), TimeSpan.Zero).ToUnixTimeMilliseconds();
        var (folder, name) = Target(file);
        return new LabelPageModel
        {
            Metric = file.DisplayName,
            StartMilliseconds = start,
            IntervalSeconds = series.IntervalSeconds,
            Values = series.Values.ToArray(),
            Detector = layer,
            Labels = labels.Labels,
            Suggestions = layer is null ? [] : SuggestionSearch.Find(layer, series.Values, start, series.IntervalSeconds, labels.Labels.Incidents),
            Folder = folder,
            FileName = name,
            TuneCommand = TuneCommand(file.DisplayName),
            DraftKey = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Root + "\n" + file.File.Path)))[..16],
            IsServed = context.Options.Serve,
        };
    }

    // Where labels_file points, else a name behind those that the metric's folder has, because its newest by name counts.
    private (string Folder, string Name) Target(MetricFile file)
    {
        if (file.Metric.Autotune?.LabelsFile is { } given)
        {
            var path = given.Replace('\\', '/');
            var cut = path.LastIndexOf('/') + 1;
            return (path[..cut], path[cut..]);
        }

        var folder = Path.Combine(context.Request.Root, "incidents", file.DisplayName);
        var newest = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(Path.GetFileNameWithoutExtension).Max(StringComparer.Ordinal) : null;
        return ("incidents/" + file.DisplayName + "/", newest is null ? "labels.yml" : newest + "_2.yml");
    }

    private string TuneCommand(string metric) =>
        "dotnet build -t:Autotune -p:AutotuneSelect=" + metric + (context.Options.Serve ? " -p:AutotuneIncidents=incidents" : "");
}
