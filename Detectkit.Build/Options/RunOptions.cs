using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Options;

/// <summary>Where the tuned YAML goes.</summary>
internal enum EmitMode
{
    /// <summary><c>inplace</c>: the metric's own file is edited.</summary>
    InPlace,

    /// <summary><c>newfile</c>: a file of its own beside it.</summary>
    NewFile,
}

/// <summary>The form of detections.</summary>
internal enum DetectionFormat
{
    /// <summary><c>csv</c>.</summary>
    Csv,

    /// <summary><c>parquet</c>.</summary>
    Parquet,
}

/// <summary>The build properties, read.</summary>
internal sealed record RunOptions
{
    /// <summary>The share of the newest points that takes no part in the search unless the user says otherwise.</summary>
    public const double DefaultHoldout = 0.2;

    /// <summary><c>AutotuneSelect</c>; empty for all metrics.</summary>
    public ValueList<string> Select { get; init; } = [];

    /// <summary><c>AutotuneExclude</c>.</summary>
    public ValueList<string> Exclude { get; init; } = [];

    /// <summary><c>AutotuneScoring</c>; <c>null</c> for the metric's own.</summary>
    public ScoringMetric? Scoring { get; init; }

    /// <summary><c>AutotuneStrategy</c>.</summary>
    public Autotune.AutotuneStrategy Strategy { get; init; } = Autotune.AutotuneStrategy.Robust;

    /// <summary><c>AutotuneAlertRules</c>.</summary>
    public Autotune.AlertRules AlertRules { get; init; }

    /// <summary><c>AutotuneIncidents</c>: a labels file or a folder of them.</summary>
    public string? Incidents { get; init; }

    /// <summary><c>AutotuneFrom</c>, UTC, inclusive.</summary>
    public DateTime? From { get; init; }

    /// <summary><c>AutotuneTo</c>, UTC, exclusive.</summary>
    public DateTime? To { get; init; }

    /// <summary><c>AutotuneProfile</c>; <c>null</c> for the metric's or the project's.</summary>
    public string? Profile { get; init; }

    /// <summary><c>AutotuneSource</c>.</summary>
    public HistoryOrigin Source { get; init; }

    /// <summary><c>AutotuneMaxQueries</c>: queries at once to one server, at least 1.</summary>
    public int MaxQueries { get; init; } = 4;

    /// <summary><c>AutotuneAudit</c>: whether runs and detections are written to the database. Reading must not need the right to write, so it is off unless set.</summary>
    public bool Audit { get; init; }

    /// <summary>Whether this run writes them: one that changes nothing leaves nothing.</summary>
    public bool LeavesAudit => Audit && !DryRun;

    /// <summary><c>AutotuneDryRun</c>.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>AutotuneEmit</c>.</summary>
    public EmitMode Emit { get; init; }

    /// <summary><c>AutotuneCommit</c>.</summary>
    public bool Commit { get; init; } = true;

    /// <summary><c>AutotuneBranch</c>.</summary>
    public string Branch { get; init; } = "detectkit/autotune";

    /// <summary><c>AutotuneBase</c>.</summary>
    public string Base { get; init; } = "HEAD";

    /// <summary><c>AutotuneForce</c>.</summary>
    public bool Force { get; init; }

    /// <summary><c>AutotuneMaxParallel</c>, at least 1.</summary>
    public int MaxParallel { get; init; } = Environment.ProcessorCount;

    /// <summary><c>AutotuneOutput</c>, relative to the project's root.</summary>
    public string Output { get; init; } = "obj/detectkit/";

    /// <summary><c>AutotuneHoldout</c>: a share of the points, 0 for none.</summary>
    public double Holdout { get; init; } = DefaultHoldout;

    /// <summary><c>AutotuneRefit</c>: search what is changed again on the whole history, once the hold-out has judged.</summary>
    public bool Refit { get; init; }

    /// <summary><c>AutotuneUnlabelled</c>: what becomes of metrics without labels.</summary>
    public UnlabelledPolicy Unlabelled { get; init; }

    /// <summary><c>AutotuneMaxAlertsPerWeek</c>: alerts a week up to which such a metric is quiet, unless it says so itself.</summary>
    public double MaxAlertsPerWeek { get; init; } = AutotuneSettings.DefaultMaxAlertsPerWeek;

    /// <summary><c>AutotuneForceChange</c>: emit what is not better, too.</summary>
    public bool ForceChange { get; init; }

    /// <summary><c>AutotuneIgnoreCache</c>: tune what an earlier run has tuned from the same input, too.</summary>
    public bool IgnoreCache { get; init; }

    /// <summary>The given properties that a repetition needs to find the same, as arguments, each after a space.</summary>
    public string ResultArguments { get; init; } = "";

    /// <summary><c>DetectkitFormat</c>.</summary>
    public DetectionFormat Format { get; init; }

    /// <summary><c>DetectkitServe</c>.</summary>
    public bool Serve { get; init; }
}
