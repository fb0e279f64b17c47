using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Pages;
using Detectkit.Build.Pages.Labels;
using Detectkit.Build.Pages.Serving;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Tuning;
using Detectkit.Build.Worker;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Labelling;

/// <summary>The target <c>DetectkitLabel</c>: a page per chosen metric on which its incidents are marked, on disk or served.</summary>
internal sealed class LabelCommand(WorkerContext context, ProjectInputs inputs)
{
    private const string Folder = "label";

    public void Run(CancellationToken cancellation)
    {
        if (MetricChoice.Choose(context, inputs) is not { } metrics)
        {
            return;
        }

        using var databases = context.Databases(inputs, metrics.Count);
        var history = context.History(inputs, databases);
        var pages = MetricLoop.Run(
            context, metrics, "the page", m => Write(m, history, cancellation), page => RelativePath.Of(context.Request.Root, page.PagePath), cancellation);
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
            context.Log.Report(context.Request.Finding(BuildRules.LabelServerFailed, why));
        }

        context.Log.Write(Summary("incidents", Counted(saved, "file") + " saved", failed));

        void Say(string line)
        {
            saved += line.StartsWith(LabelServerProcess.Saved, StringComparison.Ordinal) ? 1 : 0;
            context.Log.Write(line);
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

/// <summary>Where a metric's new labels go, and what tunes with them then.</summary>
/// <param name="Folder">The folder of an exported file, relative to the project's root with a slash at its end; empty for the root itself.</param>
/// <param name="TuneExported">The command that tunes with the exported file.</param>
/// <param name="TuneSaved">The command that tunes with what the server saves into <c>incidents/&lt;metric&gt;/</c>.</param>
/// <param name="ComesBefore">The key of the metric's file that comes before its folder: <c>labels_file</c>, <c>incidents</c>, or <c>null</c>.</param>
internal sealed record LabelTarget(string Folder, string FileName, string TuneExported, string TuneSaved, string? ComesBefore)
{
    /// <summary>Where labels go: to the place of <c>labels_file</c>, else behind those that the metric's folder has.</summary>
    public static LabelTarget Of(MetricFile file, ProjectInputs inputs)
    {
        var tune = TuneCommand(file.DisplayName);
        var fromFolder = tune + " -p:AutotuneIncidents=incidents";
        if (file.Metric.Autotune?.LabelsFile is { } given)
        {
            var path = given.Replace('\\', '/');
            var cut = path.LastIndexOf('/') + 1;
            return new LabelTarget(path[..cut], path[cut..], tune, fromFolder, "labels_file");
        }

        var newest = Path.GetFileNameWithoutExtension(inputs.NewestLabelsOf(file)?.Path);
        var (folder, name) = ("incidents/" + file.DisplayName + "/", newest is null ? "labels.yml" : newest + "_2.yml");
        return file.Metric.Autotune?.Incidents is null
            ? new LabelTarget(folder, name, tune, tune, null)
            : new LabelTarget(folder, name, fromFolder, fromFolder, "incidents");
    }

    /// <summary>The command that tunes a metric with the labels it has.</summary>
    public static string TuneCommand(string metric) => "dotnet build -t:Autotune -p:AutotuneSelect=" + metric;
}

/// <summary>The labels that a page starts with, and those that it must not pass over: what is saved may count instead of them.</summary>
/// <param name="Hidden">Incidents of other places that are not among them.</param>
/// <param name="HiddenSource">Those places in words; <c>null</c> without such incidents.</param>
internal sealed record ShownLabels(ChosenLabels Shown, ValueList<Incident> Hidden, string? HiddenSource)
{
    /// <summary>Chooses: what was asked for, else the newest file of the metric's folder, else what the metric is tuned with.</summary>
    public static ShownLabels Of(MetricFile file, ProjectInputs inputs, RunOptions options)
    {
        var (own, newest) = (LabelChoice.Own(file, inputs), LabelChoice.Newest(file, inputs));
        var shown = options.Incidents is null ? newest ?? own : LabelChoice.Choose(file, inputs, options);
        var known = shown.Labels.Incidents.Select(Span).ToHashSet();
        var others = new[] { own, newest }.OfType<ChosenLabels>()
            .DistinctBy(o => o.Source)
            .Select(o => (o.Source, Incidents: o.Labels.Incidents.Where(i => known.Add(Span(i))).ToList()))
            .Where(o => o.Incidents.Count > 0)
            .ToList();
        return new ShownLabels(shown, [.. others.SelectMany(o => o.Incidents)], others.Count == 0 ? null : string.Join(" and ", others.Select(o => o.Source)));
    }

    private static (DateTime Start, DateTime End) Span(Incident incident) => (incident.Start, incident.End);
}
