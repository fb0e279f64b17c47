using System.Diagnostics;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Build.Reports;
using Detectkit.Build.Worker.Inputs;
using Detectkit.Build.Worker.Loading;
using Detectkit.Build.Worker.Options;
using Detectkit.Build.Worker.Stored;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Evidence;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Worker.Tuning;

/// <summary>Tunes one metric: profile, query, series, labels, search, file. Safe to use from several threads.</summary>
/// <param name="history">Loads series.</param>
/// <param name="inputs">The project.</param>
/// <param name="options">The run's properties.</param>
/// <param name="stored">Results of earlier runs.</param>
/// <param name="metrics">How many metrics the run tunes; where they are fewer than it may use threads, each search has several.</param>
internal sealed class MetricTuner(MetricHistory history, ProjectInputs inputs, RunOptions options, StoredSearches stored, int metrics)
{
    private readonly int threads = Math.Max(1, options.MaxParallel / Math.Max(1, metrics));

    /// <summary>Tunes a metric.</summary>
    /// <param name="file">The metric, which is valid.</param>
    /// <param name="cancellation">Stops at once where it can.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public MetricOutcome Tune(MetricFile file, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var outcome = Search(file, cancellation);
        return outcome with { Elapsed = clock.Elapsed };
    }

    private MetricOutcome Search(MetricFile file, CancellationToken cancellation)
    {
        var metric = file.Metric;
        var settings = AutotuneSettings.From(metric) with { Strategy = options.Strategy, AlertRules = options.AlertRules, Threads = threads };
        settings = options.Scoring is { } scoring ? settings with { ScoringMetric = scoring, IsScoringChosen = true } : settings;
        var labels = LabelChoice.Choose(file, inputs, options);
        var outcome = new MetricOutcome { File = file, Fate = MetricFate.Failed, Settings = settings, Labels = labels, Findings = labels.Findings };
        if (FirstError(labels.Findings) is { } wrongLabels)
        {
            return outcome with { Reason = wrongLabels.Message };
        }

        var (whole, found) = history.Load(file, cancellation);
        outcome = outcome with { Findings = [.. outcome.Findings, .. found] };
        if (whole is null)
        {
            return outcome with { Reason = FirstError(found)?.Message };
        }

        // That tuning looks at the newest points only is no fault of a label of older ones.
        var loaded = whole.Newest(Math.Max(settings.MaxHistory, AutotuneSettings.DefaultMaxHistory), options.Holdout);
        outcome = outcome with { Loaded = loaded, Findings = [.. outcome.Findings, .. WithoutEffect(file, labels, whole.Series)] };
        outcome = Search(outcome, loaded, cancellation);
        var search = outcome.Search!;
        if (search.Result is not { } result)
        {
            return Fail(outcome, file.Finding(BuildRules.TuningFailed, $"'{metric.Name}' cannot be tuned: {search.Failure}"));
        }

        return search.KeptBecause is { } reason ? outcome with { Fate = MetricFate.Kept, Reason = reason } : Emit(outcome, result);
    }

    private MetricOutcome Search(MetricOutcome outcome, LoadedSeries loaded, CancellationToken cancellation)
    {
        var (file, labels) = (outcome.File, outcome.Labels.Labels);
        var fingerprint = SearchFingerprint.Of(file, labels, loaded.Series, inputs.Request);
        var found = options.IgnoreCache ? new StoredSearch(null) : stored.Find(file.DisplayName, fingerprint);
        outcome = outcome with { Remark = found.Remark, Fingerprint = fingerprint };
        if (found.Outcome is { } known)
        {
            return outcome with { Search = known, Details = found.Details, IsStored = true };
        }

        var request = new HeldOutRequest(file.Metric, loaded.Series, labels, outcome.Settings, options.Holdout, options.ForceChange) { Refit = options.Refit };
        var search = HeldOutTuning.Run(request, cancellation);
        var kept = stored.Store(file.DisplayName, fingerprint, search);
        return outcome with { Search = kept.Outcome, Details = kept.Details, Remark = outcome.Remark ?? kept.Remark };
    }

    private MetricOutcome Emit(MetricOutcome outcome, AutotuneResult result)
    {
        var file = outcome.File;
        var emission = options.Emit == EmitMode.NewFile
            ? NewFileEmission.Emit(file.Metric, result, options.ResultArguments)
            : InPlaceEmission.Edit(Encoding.UTF8.GetString(file.Content.Span), file.Reading with { Metric = file.Metric }, result, options.ResultArguments);
        if (emission.Text is not { } text)
        {
            return Fail(outcome, emission.Finding! with { Path = file.File.FullPath });
        }

        var folder = file.File.Path[..(file.File.Path.LastIndexOf('/') + 1)];
        var path = options.Emit == EmitMode.NewFile ? folder + emission.FileName : file.File.Path;
        var tuned = new TunedFile(path, options.Emit == EmitMode.NewFile ? Existing(path) : (ReadOnlyMemory<byte>?)file.Content, Encoding.UTF8.GetBytes(text));
        return outcome with { Tuned = tuned, Fate = tuned.IsChange ? MetricFate.Tuned : MetricFate.Unchanged };
    }

    private ReadOnlyMemory<byte>? Existing(string path)
    {
        // A commit has its own base: what lies in the working tree, committed or not, says nothing about it.
        var full = Path.Combine(inputs.Request.Root, path);
        return !options.Commit && File.Exists(full) ? File.ReadAllBytes(full) : (ReadOnlyMemory<byte>?)null;
    }

    private static MetricOutcome Fail(MetricOutcome outcome, Finding finding) =>
        outcome with { Fate = MetricFate.Failed, Findings = [.. outcome.Findings, finding], Reason = finding.Message };

    private static Finding? FirstError(IEnumerable<Finding> findings) => findings.FirstOrDefault(f => f.Rule.Severity == FindingSeverity.Error);

    private static ValueList<Finding> WithoutEffect(MetricFile file, ChosenLabels labels, MetricSeries series) => LabelCoverage.Findings(
        labels.FullPath ?? file.File.FullPath,
        GroundTruth.Mark(labels.Labels, series).WithoutEffect,
        series.StampAt(0),
        series.StampAt(series.Count - 1));
}
