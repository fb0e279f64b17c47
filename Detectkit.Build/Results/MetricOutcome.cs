using System.Text;
using Detectkit.Autotune;
using Detectkit.Autotune.Holdout;
using Detectkit.Build.Inputs;
using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Results;

/// <summary>One metric of a tuning run, finished.</summary>
internal sealed record MetricOutcome(MetricFile File, AutotuneSettings Settings, ChosenLabels Labels, MetricState State)
{
    /// <summary>Its history; <c>null</c> where it could not be loaded.</summary>
    public LoadedSeries? Loaded { get; init; }

    /// <summary>What was searched and found; <c>null</c> where it did not come to it.</summary>
    public MetricSearch? Searched { get; init; }

    /// <summary>Errors and warnings, in the order in which they were met.</summary>
    public ValueList<Finding> Findings { get; init; } = [];

    /// <summary>How long it took; for the log, no record has it.</summary>
    public TimeSpan Elapsed { get; init; }

    public MetricFate Fate => State.Fate;

    public string? Reason => State.Reason;

    public TuningOutcome? Search => Searched?.Outcome;

    public int Tried => Searched?.File?.Candidates ?? Search?.Result?.Candidates.Count ?? 0;

    public bool IsCached => Searched is { IsCached: true };

    public TunedFile? Tuned => (State as MetricState.Emitted)?.File;

    public CachedEmission? Emission => State is MetricState.Emitted emitted
        ? new(emitted.Arguments, Path.GetFileName(emitted.File.Path), Encoding.UTF8.GetString(emitted.File.After.Span))
        : null;

    public TunedMetricReport Report => new(File.Metric, Fate, Search, Fate is MetricFate.Failed or MetricFate.Skipped ? Reason : null)
    {
        Tried = Tried,
        CommentedChanges = (State as MetricState.Emitted)?.CommentedChanges ?? [],
    };

    /// <summary>
    /// The same with all details in <see cref="Search"/>. Another run in the same folder may have stored its own in their place: then they are
    /// searched again, to the same end.
    /// </summary>
    public MetricOutcome Complete() => Searched is { File: { } file } search
        ? this with { Searched = search with { Outcome = (file.Details() ?? ResultDetails.Of(TuningPipeline.Run(search.Request))).PutInto(search.Outcome), File = null } }
        : this;
}

/// <summary>What became of a metric.</summary>
internal abstract record MetricState(MetricFate Fate, string? Reason)
{
    /// <summary>It could not be loaded, tuned or emitted.</summary>
    internal sealed record Failed(string? Because) : MetricState(MetricFate.Failed, Because);

    /// <summary>It was left alone.</summary>
    internal sealed record Skipped(string Because) : MetricState(MetricFate.Skipped, Because);

    /// <summary>The current detector stays.</summary>
    internal sealed record Kept(string Because) : MetricState(MetricFate.Kept, Because);

    /// <summary>The current detector stays until a person chooses.</summary>
    internal sealed record TradeOff(string Because) : MetricState(MetricFate.TradeOff, Because);

    /// <summary>A file was made.</summary>
    /// <param name="Arguments">What its text depends on beside the metric's own text and the result.</param>
    /// <param name="CommentedChanges">The comments beside values that it changes.</param>
    internal sealed record Emitted(TunedFile File, string Arguments, ValueList<CommentedChange> CommentedChanges)
        : MetricState(File.IsChange ? MetricFate.Tuned : MetricFate.Unchanged, null);
}

/// <summary>The file that tuning a metric makes.</summary>
/// <param name="Path">The file, relative to the project's root.</param>
/// <param name="Before">Its bytes as they are; <c>null</c> where there is no such file.</param>
/// <param name="After">Its bytes as they are to be.</param>
internal sealed record TunedFile(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte> After)
{
    public bool IsChange => Before is not { } before || !before.Span.SequenceEqual(After.Span);
}

/// <summary>A search, run now or in an earlier run.</summary>
/// <param name="Fingerprint">Names all that it depends on.</param>
/// <param name="Outcome">What was found, without the details where they are in <see cref="File"/>.</param>
internal sealed record MetricSearch(TuningRequest Request, string Fingerprint, TuningOutcome Outcome)
{
    /// <summary>The file that has the details; <c>null</c> where they are in <see cref="Outcome"/>.</summary>
    public StoredFile? File { get; init; }

    /// <summary>Whether an earlier run has left the result for the same input.</summary>
    public bool IsCached { get; init; }

    /// <summary>What there is to say about the cache, in one line; for the log, no record has it.</summary>
    public string? Remark { get; init; }
}
