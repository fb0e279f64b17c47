using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Detectkit.Build.Inputs;
using Detectkit.Build.Pages;
using Detectkit.Build.Pages.Labels;
using Detectkit.Build.Pages.Serving;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Tuning;
using Detectkit.Build.Worker;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Labelling;

/// <summary>The target <c>DetectkitLabel</c>: a page per chosen metric on which its incidents are marked, on disk or served.</summary>
internal sealed class LabelCommand(WorkerContext context, ProjectInputs inputs)
{
    private const string Folder = "label";

    /// <summary>Runs the command; what goes wrong is reported.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the pages were written.</exception>
    public void Run(CancellationToken cancellation)
    {
        if (MetricChoice.Choose(context, inputs) is not { } metrics)
        {
            return;
        }

        using var databases = context.Databases(inputs, metrics.Count);
        var history = context.History(inputs, databases);
        var pages = new LabelledMetric?[metrics.Count];
        var progress = new ProgressLines(context.Log, context.Clock, metrics.Count);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallel, CancellationToken = cancellation };
        Parallel.For(0, metrics.Count, parallel, i =>
        {
            var clock = Stopwatch.StartNew();
            pages[i] = Page(metrics[i], history, cancellation);
            progress.Write([], metrics[i].DisplayName, pages[i] is { } page ? RelativePath.Of(context.Request.Root, page.PagePath) : "failed", clock.Elapsed);
        });
        var written = pages.OfType<LabelledMetric>().ToList();
        var failed = metrics.Count - written.Count;
        if (context.Options.Serve && written.Count > 0)
        {
            Serve(written, failed, cancellation);
            return;
        }

        context.Log.Write(
        [
            "next: open a page, mark the incidents, export the file into the folder that the page names, then run the command that it names",
            Summary(Path.Combine(context.Options.Output, Folder), Counted(written.Count, "page"), failed),
        ]);
    }

    private static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private string Summary(string where, string what, int failed) =>
        string.Create(CultureInfo.InvariantCulture, $"{context.Request.Name} -> {where} ({what}{(failed > 0 ? $"; {failed} failed" : "")})");

    private void Serve(List<LabelledMetric> pages, int failed, CancellationToken cancellation)
    {
        var folder = Path.Combine(context.Output, Folder);
        var manifest = new LabelServerManifest(context.Request.Root, pages, Path.Combine(folder, "address.txt"), OpensBrowser: true, EndsWithInput: true);
        var saved = 0;
        var end = LabelServerProcess.RunAsync(manifest, Path.Combine(folder, "server.json"), Say, cancellation).GetAwaiter().GetResult();
        if (end != LabelServerEnd.Done)
        {
            var why = end == LabelServerEnd.RuntimeMissing
                ? "the label server needs the ASP.NET Core runtime, which is not installed; without DetectkitServe the pages work from disk"
                : "the label server failed";
            context.Log.Report(new Finding(BuildRules.LabelServerFailed, context.Request.ProjectPath, SourceSpan.FileStart, why));
        }

        context.Log.Write(Summary("incidents", Counted(saved, "file") + " saved", failed));

        void Say(string line)
        {
            saved += line.StartsWith(LabelServerProcess.Saved, StringComparison.Ordinal) ? 1 : 0;
            context.Log.Write(line);
        }
    }

    private LabelledMetric? Page(MetricFile file, MetricHistory history, CancellationToken cancellation)
    {
        try
        {
            return Write(file, history, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log.Report(file.Finding(BuildRules.EvidenceUnwritable, $"the page of '{file.DisplayName}' cannot be written: {e.Message}"));
            return null;
        }
#pragma warning disable CA1031 // One metric's surprise must not cost the others their page.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            context.Log.Report(UnexpectedFailure.Report(context, e, file));
            return null;
        }
    }

    private LabelledMetric? Write(MetricFile file, MetricHistory history, CancellationToken cancellation)
    {
        var (loaded, findings) = history.Load(file, cancellation);
        var labels = ShownLabels.Of(file, inputs, context.Options);
        foreach (var finding in findings.Concat(labels.Shown.Findings))
        {
            context.Log.Report(finding);
        }

        // On a page without the labels that cannot be read, saving would take their place.
        if (loaded is null || labels.Shown.Findings.Any(f => f.Rule.Severity == FindingSeverity.Error))
        {
            return null;
        }

        var target = LabelTarget.Of(file, inputs);
        var path = Path.Combine(context.Output, Folder, file.DisplayName + ".html");
        EvidenceFile.Write(path, Encoding.UTF8.GetBytes(LabelPage.Render(Model(file, loaded, labels, target))));
        return new LabelledMetric(file.DisplayName, path, target.TuneSaved);
    }

    private LabelPageModel Model(MetricFile file, LoadedSeries loaded, ShownLabels labels, LabelTarget target)
    {
        var series = loaded.Series;
        var detector = file.Metric.Detectors.FirstOrDefault(d => d is not AutoregDetector);
        var layer = detector is null ? null : DetectorLayer.Of(detector, DetectorWords.Of([detector]), detector.Detect(series));
        var start = new DateTimeOffset(series.StampAt(0), TimeSpan.Zero).ToUnixTimeMilliseconds();
        return new LabelPageModel
        {
            Metric = file.DisplayName,
            File = file.File.Path,
            StartMilliseconds = start,
            IntervalSeconds = series.IntervalSeconds,
            Values = series.Values.ToArray(),
            Detector = layer,
            OtherDetectors = Math.Max(0, file.Metric.Detectors.Count - 1),
            Labels = labels.Shown.Labels,
            LabelSource = labels.Shown.Source,
            Hidden = labels.Hidden,
            HiddenSource = labels.HiddenSource,
            Suggestions = layer is null ? [] : SuggestionSearch.Find(layer, series.Values, start, series.IntervalSeconds, labels.Shown.Labels.Incidents),
            Folder = target.Folder,
            FileName = target.FileName,
            TuneCommand = target.TuneExported,
            ComesBefore = target.ComesBefore,
            DraftKey = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Root + "\n" + file.File.Path)))[..16],
            IsServed = context.Options.Serve,
        };
    }
}
