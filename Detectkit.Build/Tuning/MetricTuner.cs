using System.Diagnostics;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Holdout;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Results;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Tuning;

/// <summary>Tunes one metric: profile, query, series, labels, search, file. Safe to use from several threads.</summary>
/// <param name="metrics">How many metrics the run tunes; where they are fewer than it may use threads, each search has several.</param>
internal sealed class MetricTuner(MetricHistory history, ProjectInputs inputs, RunOptions options, ResultFiles results, int metrics)
{
    private readonly int threads = Math.Max(1, options.MaxParallel / Math.Max(1, metrics));

    public MetricOutcome Tune(MetricFile file, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var outcome = Load(file, cancellation);
        return outcome with { Elapsed = clock.Elapsed };
    }

    /// <summary>A metric that is not tuned for the reason of a finding.</summary>
    public static MetricOutcome Refuse(MetricFile file, Finding finding) =>
        new(file, AutotuneSettings.From(file.Metric), ChosenLabels.None, finding.Rule.Severity == FindingSeverity.Error ? new MetricState.Failed(finding.Message) : new MetricState.Skipped(finding.Message))
        {
            Findings = [finding],
        };

    private MetricOutcome Load(MetricFile file, CancellationToken cancellation)
    {
        var labels = LabelChoice.Choose(file, inputs, options);
        var settings = SettingsOf(file.Metric);
        if (FirstError(labels.Findings) is { } wrongLabels)
        {
            return new MetricOutcome(file, settings, labels, new MetricState.Failed(wrongLabels.Message)) { Findings = labels.Findings };
        }

        var (whole, findings) = history.Load(file, cancellation);
        if (whole is null)
        {
            return new MetricOutcome(file, settings, labels, new MetricState.Failed(FirstError(findings)?.Message)) { Findings = [.. labels.Findings, .. findings] };
        }

        // That tuning looks at the newest points only is no fault of a label of older ones.
        var loaded = whole.Newest(Math.Max(settings.MaxHistory, AutotuneSettings.DefaultMaxHistory), options.Holdout);
        ValueList<Finding> known = [.. labels.Findings, .. findings, .. AboutLabels(file, labels, whole.Series)];
        if (MetricHistory.SentinelsOf(file, loaded.Series, labels.Labels) is { } sentinels)
        {
            var state = new MetricState.Skipped("nothing is chosen on a history that these distort: " + sentinels.Message);
            return new MetricOutcome(file, settings, labels, state) { Loaded = loaded, Findings = [.. known, sentinels] };
        }

        var request = new TuningRequest(file.Metric, loaded.Series, labels.Labels, settings, options.Holdout, options.ForceChange) { Refit = options.Refit };
        var (search, emission) = Search(file, request, cancellation);
        var (decided, failure) = Decide(file, search.Outcome, emission);
        var outcome = new MetricOutcome(file, settings, labels, decided) { Loaded = loaded, Searched = search, Findings = failure is null ? known : [.. known, failure] };
        return search.IsCached ? outcome : Store(outcome, search);
    }

    private AutotuneSettings SettingsOf(MetricConfig metric)
    {
        var settings = AutotuneSettings.From(metric, options.MaxAlertsPerWeek) with { Strategy = options.Strategy, AlertRules = options.AlertRules, Unlabelled = options.Unlabelled, Threads = threads };
        return options.Scoring is { } scoring ? settings with { ScoringMetric = scoring, IsScoringChosen = true } : settings;
    }

    private (MetricSearch Search, CachedEmission? Emission) Search(MetricFile file, TuningRequest request, CancellationToken cancellation)
    {
        var fingerprint = SearchFingerprint.Of(file, request.Labels, request.Series, inputs.Request);
        var found = options.IgnoreCache ? new FoundResult(null) : results.Find(file.DisplayName, fingerprint);
        return found.Result is { } result
            ? (new MetricSearch(request, fingerprint, result.Outcome) { File = found.File, IsCached = true }, result.Emission)
            : (new MetricSearch(request, fingerprint, TuningPipeline.Run(request, cancellation)) { Remark = found.Remark }, null);
    }

    // A thousand of them are kept until their evidence is written.
    private MetricOutcome Store(MetricOutcome outcome, MetricSearch search)
    {
        var loaded = outcome.Loaded! with { Series = outcome.Loaded.Series.ForKeeping() };
        return results.Store(outcome with { Loaded = loaded, Searched = search with { Request = search.Request with { Series = loaded.Series } } });
    }

    private (MetricState State, Finding? Failure) Decide(MetricFile file, TuningOutcome search, CachedEmission? emission) => search switch
    {
        { Result: null } => Fail(file.Finding(BuildRules.TuningFailed, $"'{file.Metric.Name}' cannot be tuned: {search.Failure}")),
        { Decision: { Kind: AdoptionKind.Keep, Reason: var reason } } => (new MetricState.Kept(reason), null),
        { Decision: { Kind: AdoptionKind.TradeOff, Reason: var reason } } => (new MetricState.TradeOff(reason), null),
        { Result: var result } => Emit(file, result, emission),
    };

    private (MetricState State, Finding? Failure) Emit(MetricFile file, AutotuneResult result, CachedEmission? known)
    {
        var arguments = $"{options.Emit} {file.File.Path}{options.ResultArguments}";
        if (options.Emit == EmitMode.InPlace && InPlaceEmission.IsSame(file.Metric, result))
        {
            return (new MetricState.Emitted(new TunedFile(file.File.Path, file.Content, file.Content), arguments, []), null);
        }

        if (known is not null && known.Arguments == arguments)
        {
            return (Emitted(file, arguments, known.FileName, known.Text), null);
        }

        var emission = options.Emit == EmitMode.NewFile
            ? NewFileEmission.Emit(file.Metric, result, options.ResultArguments)
            : InPlaceEmission.Edit(Encoding.UTF8.GetString(file.Content.Span), file.Reading with { Metric = file.Metric }, result, options.ResultArguments);
        return emission.Text is { } text ? (Emitted(file, arguments, emission.FileName!, text), null) : Fail(emission.Finding! with { Path = file.File.FullPath });
    }

    private MetricState.Emitted Emitted(MetricFile file, string arguments, string fileName, string text)
    {
        var path = file.File.Path[..(file.File.Path.LastIndexOf('/') + 1)] + fileName;
        var isNewFile = options.Emit == EmitMode.NewFile;
        var tuned = new TunedFile(path, isNewFile ? Existing(path) : file.Content, Encoding.UTF8.GetBytes(text));
        return new MetricState.Emitted(tuned, arguments, isNewFile ? [] : CommentedLines.Changed(Encoding.UTF8.GetString(file.Content.Span), text));
    }

    // A commit has its own base: what lies in the working tree, committed or not, says nothing about it.
    private ReadOnlyMemory<byte>? Existing(string path)
    {
        var full = Path.Combine(inputs.Request.Root, path);
        return !options.Commit && File.Exists(full) ? File.ReadAllBytes(full) : (ReadOnlyMemory<byte>?)null;
    }

    private static (MetricState State, Finding? Failure) Fail(Finding finding) => (new MetricState.Failed(finding.Message), finding);

    private static Finding? FirstError(IEnumerable<Finding> findings) => findings.FirstOrDefault(f => f.Rule.Severity == FindingSeverity.Error);

    private static ValueList<Finding> AboutLabels(MetricFile file, ChosenLabels labels, MetricSeries series)
    {
        var path = labels.FullPath ?? file.File.FullPath;
        var withoutEffect = LabelCoverage.Findings(path, GroundTruth.Mark(labels.Labels, series).WithoutEffect, series.StampAt(0), series.StampAt(series.Count - 1));
        return LabelShift.Finding(path, labels.Labels, series) is { } shift ? [.. withoutEffect, shift] : withoutEffect;
    }
}
