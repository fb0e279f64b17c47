using System.Diagnostics;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Tuning;

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
        var settings = AutotuneSettings.From(metric, options.MaxAlertsPerWeek) with { Strategy = options.Strategy, AlertRules = options.AlertRules, Unlabelled = options.Unlabelled, Threads = threads };
        settings = options.Scoring is { } scoring ? settings with { ScoringMetric = scoring, IsScoringChosen = true } : settings;
        var labels = LabelChoice.Choose(file, inputs, options);
        var outcome = new MetricOutcome { File = file, Fate = MetricFate.Failed, Settings = settings, Labels = labels, Findings = labels.Findings };
        if (FirstError(labels.Findings) is { } wrongLabels)
        {
            return outcome with { Reason = wrongLabels.Message };
        }

        var (whole, findings) = history.Load(file, cancellation);
        outcome = outcome with { Findings = [.. outcome.Findings, .. findings] };
        if (whole is null)
        {
            return outcome with { Reason = FirstError(findings)?.Message };
        }

        // That tuning looks at the newest points only is no fault of a label of older ones.
        var loaded = whole.Newest(Math.Max(settings.MaxHistory, AutotuneSettings.DefaultMaxHistory), options.Holdout);
        outcome = outcome with { Loaded = loaded, Findings = [.. outcome.Findings, .. AboutLabels(file, labels, whole.Series)] };
        if (MetricHistory.SentinelsOf(file, loaded.Series, labels.Labels) is { } sentinels)
        {
            return outcome with { Fate = MetricFate.Skipped, Findings = [.. outcome.Findings, sentinels], Reason = "nothing is chosen on a history that these distort: " + sentinels.Message };
        }

        var fingerprint = SearchFingerprint.Of(file, labels.Labels, loaded.Series, inputs.Request);
        var found = options.IgnoreCache ? new StoredSearch(null) : stored.Find(file.DisplayName, fingerprint);
        var request = new TuningRequest(file.Metric, loaded.Series, labels.Labels, settings, options.Holdout, options.ForceChange) { Refit = options.Refit };
        var search = found.Outcome ?? TuningPipeline.Run(request, cancellation);
        outcome = outcome with { Request = request, Remark = found.Remark, Fingerprint = fingerprint, Search = search, Details = found.Details, IsStored = found.Outcome is not null };
        outcome = Decide(outcome, found.Emission);
        return outcome.IsStored ? outcome : Store(outcome, fingerprint);
    }

    private MetricOutcome Decide(MetricOutcome outcome, StoredEmission? emission)
    {
        var (file, search) = (outcome.File, outcome.Search!);
        if (search.Result is not { } result)
        {
            return Fail(outcome, file.Finding(BuildRules.TuningFailed, $"'{file.Metric.Name}' cannot be tuned: {search.Failure}"));
        }

        return search.Decision switch
        {
            { Kind: AdoptionKind.Keep, Reason: var reason } => outcome with { Fate = MetricFate.Kept, Reason = reason },
            { Kind: AdoptionKind.TradeOff, Reason: var reason } => outcome with { Fate = MetricFate.TradeOff, Reason = reason },
            _ => Emit(outcome, result, emission),
        };
    }

    private MetricOutcome Store(MetricOutcome outcome, string fingerprint)
    {
        var emission = outcome.Tuned is { } tuned
            ? new StoredEmission(EmissionArguments(outcome.File), Path.GetFileName(tuned.Path), Encoding.UTF8.GetString(tuned.After.Span))
            : null;
        var kept = stored.Store(outcome.File.DisplayName, fingerprint, outcome.Search!, emission);

        // A thousand of them are kept until their evidence is written.
        var loaded = outcome.Loaded! with { Series = outcome.Loaded.Series.ForKeeping() };
        var request = outcome.Request! with { Series = loaded.Series };
        return outcome with { Loaded = loaded, Request = request, Search = kept.Outcome, Details = kept.Details, Remark = outcome.Remark ?? kept.Remark };
    }

    private MetricOutcome Emit(MetricOutcome outcome, AutotuneResult result, StoredEmission? known)
    {
        var file = outcome.File;
        if (options.Emit == EmitMode.InPlace && InPlaceEmission.IsSame(file.Metric, result))
        {
            return outcome with { Fate = MetricFate.Unchanged, Tuned = new TunedFile(file.File.Path, file.Content, file.Content) };
        }

        if (known is not null && known.Arguments == EmissionArguments(file))
        {
            return Emitted(outcome, known.FileName, known.Text);
        }

        var emission = options.Emit == EmitMode.NewFile
            ? NewFileEmission.Emit(file.Metric, result, options.ResultArguments)
            : InPlaceEmission.Edit(Encoding.UTF8.GetString(file.Content.Span), file.Reading with { Metric = file.Metric }, result, options.ResultArguments);
        return emission.Text is { } text ? Emitted(outcome, emission.FileName!, text) : Fail(outcome, emission.Finding! with { Path = file.File.FullPath });
    }

    private MetricOutcome Emitted(MetricOutcome outcome, string fileName, string text)
    {
        var file = outcome.File;
        var path = file.File.Path[..(file.File.Path.LastIndexOf('/') + 1)] + fileName;
        var before = options.Emit == EmitMode.NewFile ? Existing(path) : (ReadOnlyMemory<byte>?)file.Content;
        var tuned = new TunedFile(path, before, Encoding.UTF8.GetBytes(text));
        return outcome with
        {
            Tuned = tuned,
            Fate = tuned.IsChange ? MetricFate.Tuned : MetricFate.Unchanged,
            CommentedChanges = options.Emit == EmitMode.NewFile ? [] : CommentedLines.Changed(Encoding.UTF8.GetString(file.Content.Span), text),
        };
    }

    // What the tuned text depends on beside the metric's own text and the result.
    private string EmissionArguments(MetricFile file) => $"{options.Emit} {file.File.Path}{options.ResultArguments}";

    private ReadOnlyMemory<byte>? Existing(string path)
    {
        // A commit has its own base: what lies in the working tree, committed or not, says nothing about it.
        var full = Path.Combine(inputs.Request.Root, path);
        return !options.Commit && File.Exists(full) ? File.ReadAllBytes(full) : (ReadOnlyMemory<byte>?)null;
    }

    private static MetricOutcome Fail(MetricOutcome outcome, Finding finding) =>
        outcome with { Fate = MetricFate.Failed, Findings = [.. outcome.Findings, finding], Reason = finding.Message };

    private static Finding? FirstError(IEnumerable<Finding> findings) => findings.FirstOrDefault(f => f.Rule.Severity == FindingSeverity.Error);

    private static ValueList<Finding> AboutLabels(MetricFile file, ChosenLabels labels, MetricSeries series)
    {
        var path = labels.FullPath ?? file.File.FullPath;
        var withoutEffect = LabelCoverage.Findings(path, GroundTruth.Mark(labels.Labels, series).WithoutEffect, series.StampAt(0), series.StampAt(series.Count - 1));
        return LabelShift.Finding(path, labels.Labels, series) is { } shift ? [.. withoutEffect, shift] : withoutEffect;
    }
}
