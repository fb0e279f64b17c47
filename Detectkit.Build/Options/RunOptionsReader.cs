using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Options;

/// <summary>Reads the build properties: every wrong one is a finding of its own, an empty one is not set.</summary>
internal sealed class RunOptionsReader
{
    private const double LargestHoldout = 0.9;

    private static readonly string[] StampFormats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"];

    private readonly Dictionary<string, string> values;
    private readonly string projectFile;
    private readonly List<Finding> findings = [];

    private RunOptionsReader(Dictionary<string, string> values, string projectFile) => (this.values, this.projectFile) = (values, projectFile);

    /// <summary>Reads the properties.</summary>
    /// <param name="properties">Names and values as MSBuild has them.</param>
    /// <param name="projectFile">The project file, which findings are about.</param>
    /// <returns>The options, defaults in place of what is wrong, and the findings.</returns>
    public static (RunOptions Options, IReadOnlyList<Finding> Findings) Read(IEnumerable<KeyValuePair<string, string>> properties, string projectFile)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in properties)
        {
            values[name] = value;
        }

        var reader = new RunOptionsReader(values, projectFile);
        var options = reader.Read();
        return (options, reader.findings);
    }

    // Of the properties, those that decide what is found and what is written about it.
    private static readonly string[] DecidingResult =
        ["AutotuneStrategy", "AutotuneAlertRules", "AutotuneScoring", "AutotuneIncidents", "AutotuneFrom", "AutotuneTo", "AutotuneProfile", "AutotuneSource", "AutotuneEmit", "AutotuneHoldout", "AutotuneRefit", "AutotuneUnlabelled", "AutotuneMaxAlertsPerWeek", "AutotuneForceChange"];

    private string ResultArguments() => string.Concat(DecidingResult
        .Where(name => Text(name) is not null)
        .Select(name => name + "=" + Text(name))
        .Select(pair => pair.Any(char.IsWhiteSpace) ? " \"-p:" + pair + "\"" : " -p:" + pair));

    private RunOptions Read()
    {
        var defaults = new RunOptions();
        var options = new RunOptions
        {
            Select = Selectors("AutotuneSelect"),
            Exclude = Selectors("AutotuneExclude"),
            Scoring = OneOf<ScoringMetric>(
                "AutotuneScoring",
                ("mcc", ScoringMetric.Mcc),
                ("f1", ScoringMetric.F1),
                ("f_beta", ScoringMetric.FBeta),
                ("balanced_accuracy", ScoringMetric.BalancedAccuracy),
                ("roc_auc", ScoringMetric.RocAuc),
                ("pr_auc", ScoringMetric.PrAuc),
                ("event_f1", ScoringMetric.EventF1)),
            Strategy = OneOf("AutotuneStrategy", ("robust", AutotuneStrategy.Robust), ("reference", AutotuneStrategy.Reference)) ?? defaults.Strategy,
            AlertRules = OneOf("AutotuneAlertRules", ("consecutive", AlertRules.Consecutive), ("window", AlertRules.Window), ("window-clamp", AlertRules.WindowClamp)) ?? defaults.AlertRules,
            Incidents = Text("AutotuneIncidents"),
            From = Moment("AutotuneFrom"),
            To = Moment("AutotuneTo"),
            Profile = Text("AutotuneProfile"),
            Source = OneOf("AutotuneSource", ("query", HistoryOrigin.Query), ("datapoints", HistoryOrigin.Datapoints)) ?? defaults.Source,
            MaxQueries = Count("AutotuneMaxQueries") ?? defaults.MaxQueries,
            Audit = Truth("AutotuneAudit") ?? defaults.Audit,
            DryRun = Truth("AutotuneDryRun") ?? defaults.DryRun,
            Emit = OneOf("AutotuneEmit", ("inplace", EmitMode.InPlace), ("newfile", EmitMode.NewFile)) ?? defaults.Emit,
            Commit = Truth("AutotuneCommit") ?? defaults.Commit,
            Branch = Text("AutotuneBranch") ?? defaults.Branch,
            Base = Text("AutotuneBase") ?? defaults.Base,
            Force = Truth("AutotuneForce") ?? defaults.Force,
            MaxParallel = Count("AutotuneMaxParallel") ?? defaults.MaxParallel,
            Output = Text("AutotuneOutput") ?? defaults.Output,
            Holdout = Share("AutotuneHoldout") ?? defaults.Holdout,
            Refit = Truth("AutotuneRefit") ?? defaults.Refit,
            Unlabelled = OneOf("AutotuneUnlabelled", ("keep", UnlabelledPolicy.Keep), ("noisy", UnlabelledPolicy.Noisy), ("default", UnlabelledPolicy.Default)) ?? defaults.Unlabelled,
            MaxAlertsPerWeek = Number("AutotuneMaxAlertsPerWeek") ?? defaults.MaxAlertsPerWeek,
            ForceChange = Truth("AutotuneForceChange") ?? defaults.ForceChange,
            IgnoreCache = Truth("AutotuneIgnoreCache") ?? defaults.IgnoreCache,
            ResultArguments = ResultArguments(),
            Format = OneOf("DetectkitFormat", ("csv", DetectionFormat.Csv), ("parquet", DetectionFormat.Parquet)) ?? defaults.Format,
            Serve = Truth("DetectkitServe") ?? defaults.Serve,
        };
        if (options is { From: { } from, To: { } to } && from >= to)
        {
            Refuse("AutotuneTo", "must be later than AutotuneFrom, which is " + values["AutotuneFrom"].Trim());
        }

        return options;
    }

    private string? Text(string name) => values.GetValueOrDefault(name)?.Trim() is { Length: > 0 } text ? text : null;

    private ValueList<string> Selectors(string name) =>
        [.. (Text(name) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private bool? Truth(string name) =>
        OneOf(name, ("true", true), ("false", false), ("yes", true), ("no", false), ("on", true), ("off", false), ("1", true), ("0", false));

    private int? Count(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return count;
        }

        Refuse(name, "must be an integer of at least 1");
        return null;
    }

    private double? Share(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= LargestHoldout)
        {
            return share;
        }

        Refuse(name, "must be a share of the series from 0 to 0.9, such as 0.2");
        return null;
    }

    private double? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Refuse(name, "must be a number of at least 0, such as 0.5");
        return null;
    }

    private DateTime? Moment(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTime.TryParseExact(text, StampFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return moment;
        }

        Refuse(name, "must be a UTC time as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS");
        return null;
    }

    private T? OneOf<T>(string name, params ReadOnlySpan<(string Word, T Value)> allowed)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var (word, value) in allowed)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        var words = typeof(T) == typeof(bool) ? "true or false" : "one of " + string.Join(", ", allowed.ToArray().Select(a => a.Word));
        Refuse(name, "must be " + words);
        return null;
    }

    private void Refuse(string name, string rule) => findings.Add(new Finding(
        BuildRules.PropertyInvalid, projectFile, SourceSpan.FileStart, $"the property {name} {rule}; it is '{values[name].Trim()}'"));
}
