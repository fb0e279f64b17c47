using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Runtime.Loading;
using static Detectkit.Build.Options.PropertyEffect;
using static Detectkit.Build.Options.PropertyTypes;

namespace Detectkit.Build.Options;

/// <summary>
/// Every build property, declared once in <see cref="All"/> and <see cref="RunOptions"/>. The targets' list and the README's table are made
/// from it by <c>BuildPropertiesTests</c>; reader, check for unknown names and search fingerprint read it.
/// </summary>
internal static class BuildProperties
{
    private const string Selector = "metric names, globs over paths (`metrics/**/api_*.yml`), `tag:<tag>`, separated by `;`, which the command line wants as `%3B`";
    private const string Range = "the history to use, `YYYY-MM-DD[ HH:MM:SS]`, UTC";
    private const string Target = "where the commit goes and what it builds on";

    /// <summary>In the order of the README's table, which is also that of <see cref="RunOptions.ResultArguments"/>.</summary>
    public static readonly IReadOnlyList<BuildProperty> All =
    [
        Property("AutotuneSelect", Selectors, "all", None, (o, v) => o with { Select = v },
            Selector),
        Property("AutotuneExclude", Selectors, "none", None, (o, v) => o with { Exclude = v },
            Selector),
        Property("AutotuneStrategy", OneOf(("robust", AutotuneStrategy.Robust), ("reference", AutotuneStrategy.Reference)),
            "`robust`", Search, (o, v) => o with { Strategy = v },
            "`robust` as above, `reference` searches as Python detectkit 0.19 does"),
        Property("AutotuneAlertRules", OneOf(("consecutive", AlertRules.Consecutive), ("window", AlertRules.Window), ("window-clamp", AlertRules.WindowClamp)),
            "`consecutive`", Search, (o, v) => o with { AlertRules = v },
            "`window` also tries rules such as 2 anomalies among 5 points, which later versions of Python detectkit run; `window-clamp` also their `stabilization: clamp`, [rarely a gain](docs/how-it-decides.md#what-was-tried-and-left-out)"),
        Property("AutotuneScoring", ScoringMetrics, "the metric's, else a mean of several", Search, (o, v) => o with { Scoring = v },
            "`event_f1`, `mcc`, `f1`, `f_beta`, `balanced_accuracy`, `roc_auc`, `pr_auc`"),
        Property("AutotuneIncidents", AnyText, "", Result, (o, v) => o with { Incidents = v },
            "a labels file, a folder whose newest file by name counts, or a folder of such folders by metric"),
        Property("AutotuneFrom", Timestamp, "", Result, (o, v) => o with { From = v },
            Range),
        Property("AutotuneTo", Timestamp, "", Result, (o, v) => o with { To = v },
            Range),
        Property("AutotuneProfile", AnyText, "the project's", Result, (o, v) => o with { Profile = v },
            "a profile of `profiles.yml`"),
        Property("AutotuneSource", OneOf(("query", HistoryOrigin.Query), ("datapoints", HistoryOrigin.Datapoints)),
            "`query`", Search, (o, v) => o with { Source = v },
            "`datapoints` reads what a running detectkit has loaded, see [docs/databases.md](docs/databases.md)"),
        Property("AutotuneMaxQueries", Count, "`4`", None, (o, v) => o with { MaxQueries = v },
            "queries at once to one server"),
        Property("AutotuneAudit", TrueOrFalse, "`false`", None, (o, v) => o with { Audit = v },
            "writes runs and the winners' detections to the database, under Python detectkit's locks: [docs/databases.md](docs/databases.md#what-is-written)"),
        Property("AutotuneDryRun", TrueOrFalse, "`false`", None, (o, v) => o with { DryRun = v },
            "search and report only"),
        Property("AutotuneEmit", OneOf(("inplace", EmitMode.InPlace), ("newfile", EmitMode.NewFile)),
            "`inplace`", Result, (o, v) => o with { Emit = v },
            "`inplace` edits the metric's file, `newfile` writes `<stem>__tuned_<run_id>.yml` beside it, enabled, so that one of the two should go when it is merged"),
        Property("AutotuneHoldout", Share, "`0.2`", Search, (o, v) => o with { Holdout = v },
            "share of the points, the newest, that takes no part in the search and can reject its result; `0` for none"),
        Property("AutotuneRefit", TrueOrFalse, "`false`", Search, (o, v) => o with { Refit = v },
            "search what is to change again on all history, once the hold-out has judged: it knows the newest incidents, and nothing has judged it"),
        Property("AutotuneUnlabelled", OneOf(("keep", UnlabelledPolicy.Keep), ("noisy", UnlabelledPolicy.Noisy), ("default", UnlabelledPolicy.Default)),
            "`noisy`", Search, (o, v) => o with { Unlabelled = v },
            "metrics without labels: `noisy` changes those that are noisy, blind or failing, `keep` none, `default` gives each the default of the search"),
        Property("AutotuneMaxAlertsPerWeek", Number, "`1`", Search, (o, v) => o with { MaxAlertsPerWeek = v },
            "alerts a week up to which a metric without labels is not noisy; the metric's `max_alerts_per_week` comes first"),
        Property("AutotuneForceChange", TrueOrFalse, "`false`", Search, (o, v) => o with { ForceChange = v },
            "propose the best candidate whatever the rule says"),
        Property("AutotuneIgnoreCache", TrueOrFalse, "`false`", None, (o, v) => o with { IgnoreCache = v },
            "search again where the cache has a result for the same metric, labels and data"),
        Property("DetectkitServe", TrueOrFalse, "`false`", None, (o, v) => o with { Serve = v },
            "`-t:DetectkitLabel` serves its pages on this machine and saves into `incidents/<metric>/` ([docs/pages.md](docs/pages.md))"),
        Property("DetectkitFormat", OneOf(("csv", DetectionFormat.Csv), ("parquet", DetectionFormat.Parquet)),
            "`csv`", None, (o, v) => o with { Format = v },
            "of the files of `-t:DetectkitDetect` ([docs/detections.md](docs/detections.md)): or `parquet`"),
        Property("AutotuneCommit", TrueOrFalse, "`true`", None, (o, v) => o with { Commit = v },
            "`false` writes into the working tree instead of the branch"),
        Property("AutotuneBranch", AnyText, "`detectkit/autotune`", None, (o, v) => o with { Branch = v },
            Target),
        Property("AutotuneBase", AnyText, "`HEAD`", None, (o, v) => o with { Base = v },
            Target),
        Property("AutotuneForce", TrueOrFalse, "`false`", None, (o, v) => o with { Force = v },
            "replace a branch that holds commits of others"),
        Property("AutotuneMaxParallel", Count, "processors", None, (o, v) => o with { MaxParallel = v },
            "metrics tuned at once"),
        Property("AutotuneOutput", AnyText, "`obj/detectkit/`", None, (o, v) => o with { Output = v },
            "where the evidence goes"),
    ];

    /// <summary>Those that targets and generator use themselves, or a project for the packages' version.</summary>
    public static readonly IReadOnlyList<string> OfThePackages =
    [
        "DetectkitMetricFiles", "DetectkitIncidentFiles", "DetectkitSqlFiles", "DetectkitNamespace", "DetectkitDotNet", "DetectkitTaskAssembly",
        "DetectkitWorkerAssembly", "DetectkitDependsOn", "DetectkitSdkVersion", "DetectkitVersion",
    ];

    private static BuildProperty Property<T>(
        string name, PropertyType<T> type, string defaultText, PropertyEffect effect, Func<RunOptions, T, RunOptions> with, string text) =>
        new(name, type.Allowed, defaultText, text, effect, (options, given) => type.Parse(given, out var value) ? with(options, value) : null);
}

/// <summary>The build properties, read; each member's meaning and default stand in <see cref="BuildProperties.All"/>.</summary>
internal sealed record RunOptions
{
    public ValueList<string> Select { get; init; } = [];

    public ValueList<string> Exclude { get; init; } = [];

    public AutotuneStrategy Strategy { get; init; } = AutotuneStrategy.Robust;

    public AlertRules AlertRules { get; init; }

    public ScoringMetric? Scoring { get; init; }

    public string? Incidents { get; init; }

    /// <summary>UTC, inclusive.</summary>
    public DateTime? From { get; init; }

    /// <summary>UTC, exclusive.</summary>
    public DateTime? To { get; init; }

    public string? Profile { get; init; }

    public HistoryOrigin Source { get; init; }

    public int MaxQueries { get; init; } = 4;

    public bool Audit { get; init; }

    /// <summary>Whether this run leaves an audit: one that changes nothing leaves nothing.</summary>
    public bool LeavesAudit => Audit && !DryRun;

    public bool DryRun { get; init; }

    public EmitMode Emit { get; init; }

    public double Holdout { get; init; } = 0.2;

    public bool Refit { get; init; }

    public UnlabelledPolicy Unlabelled { get; init; }

    public double MaxAlertsPerWeek { get; init; } = AutotuneSettings.DefaultMaxAlertsPerWeek;

    public bool ForceChange { get; init; }

    public bool IgnoreCache { get; init; }

    public bool Serve { get; init; }

    public DetectionFormat Format { get; init; }

    public bool Commit { get; init; } = true;

    public string Branch { get; init; } = "detectkit/autotune";

    public string Base { get; init; } = "HEAD";

    public bool Force { get; init; }

    public int MaxParallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Relative to the project's root.</summary>
    public string Output { get; init; } = "obj/detectkit/";

    /// <summary>The given properties that a repetition needs to find the same, as arguments, each after a space.</summary>
    public string ResultArguments { get; init; } = "";
}

internal enum EmitMode
{
    InPlace,
    NewFile,
}

internal enum DetectionFormat
{
    Csv,
    Parquet,
}
