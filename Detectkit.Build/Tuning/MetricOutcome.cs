using Detectkit.Autotune;
using Detectkit.Build.Inputs;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Tuning;

/// <summary>The file that tuning a metric makes.</summary>
/// <param name="Path">The file, relative to the project's root.</param>
/// <param name="Before">Its bytes as they are; <c>null</c> where there is no such file.</param>
/// <param name="After">Its bytes as they are to be.</param>
internal sealed record TunedFile(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte> After)
{
    /// <summary>Whether the file is to change.</summary>
    public bool IsChange => Before is not { } before || !before.Span.SequenceEqual(After.Span);
}

/// <summary>One metric of a tuning run, finished.</summary>
internal sealed record MetricOutcome
{
    /// <summary>The metric.</summary>
    public required MetricFile File { get; init; }

    /// <summary>What became of it.</summary>
    public required MetricFate Fate { get; init; }

    /// <summary>The settings of the search.</summary>
    public required Autotune.AutotuneSettings Settings { get; init; }

    /// <summary>Its history; <c>null</c> where it could not be loaded.</summary>
    public LoadedSeries? Loaded { get; init; }

    /// <summary>Its labels.</summary>
    public required ChosenLabels Labels { get; init; }

    /// <summary>What was searched; <c>null</c> where it did not come to it.</summary>
    public TuningRequest? Request { get; init; }

    /// <summary>What the search found, without the details where they are in <see cref="Details"/>; <c>null</c> where it did not come to it.</summary>
    public TuningOutcome? Search { get; init; }

    /// <summary>The details that <see cref="Search"/> lacks; <c>null</c> where it has them.</summary>
    public StoredDetails? Details { get; init; }

    /// <summary>How many configurations were tried.</summary>
    public int Tried => Details?.Candidates ?? Search?.Result?.Candidates.Count ?? 0;

    /// <summary>The file made; <c>null</c> where there is none.</summary>
    public TunedFile? Tuned { get; init; }

    /// <summary>The comments beside values that it changes.</summary>
    public ValueList<CommentedChange> CommentedChanges { get; init; } = [];

    /// <summary>Errors and warnings, in the order in which they were met.</summary>
    public ValueList<Finding> Findings { get; init; } = [];

    /// <summary>Why it failed, was kept or skipped, in one line.</summary>
    public string? Reason { get; init; }

    /// <summary>Names all that the search depends on; <c>null</c> where it did not come to it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether the search was not run, because an earlier run has left its result for the same input.</summary>
    public bool IsStored { get; init; }

    /// <summary>What there is to say about stored results, in one line; for the log, no record has it.</summary>
    public string? Remark { get; init; }

    /// <summary>How long it took; for the log, no record has it.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The metric as the reports take it.</summary>
    public TunedMetricReport Report => new(File.Metric, Fate, Search, Fate is MetricFate.Failed or MetricFate.Skipped ? Reason : null)
    {
        Tried = Tried,
        CommentedChanges = CommentedChanges,
    };

    /// <summary>
    /// Reads the details, where they are not here. Another run in the same folder may have stored its own in their place: then they are
    /// searched again, to the same end.
    /// </summary>
    /// <returns>The same with all details in <see cref="Search"/>.</returns>
    public MetricOutcome Complete() => Details is { } details
        ? this with { Search = (details.Read() ?? SearchDetails.Of(TuningPipeline.Run(Request!))).PutInto(Search!), Details = null }
        : this;
}
