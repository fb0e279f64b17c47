using Detectkit.Build.Options;
using Detectkit.Configuration;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Worker;

public sealed class RunOptionsReaderTests
{
    [Fact]
    public void Empty_properties_leave_every_default()
    {
        var (options, findings) = Read(("AutotuneSelect", ""), ("AutotuneDryRun", " "), ("AutotuneHoldout", ""));

        Assert.Empty(findings);
        Assert.Equal(new RunOptions(), options);
    }

    [Fact]
    public void Every_property_is_read()
    {
        var (options, findings) = Read(
            ("AutotuneSelect", " orders ; tag:sales;;metrics/**/api_*.yml "),
            ("AutotuneExclude", "returns"),
            ("AutotuneStrategy", "Reference"),
            ("AutotuneAlertRules", "window"),
            ("AutotuneScoring", "F_Beta"),
            ("AutotuneIncidents", "incidents/2026"),
            ("AutotuneFrom", "2026-05-01"),
            ("AutotuneTo", "2026-05-02 03:04:05"),
            ("AutotuneProfile", "replica"),
            ("AutotuneSource", "datapoints"),
            ("AutotuneMaxQueries", "2"),
            ("AutotuneDryRun", "True"),
            ("AutotuneEmit", "newfile"),
            ("AutotuneCommit", "no"),
            ("AutotuneBranch", "tuning"),
            ("AutotuneBase", "main"),
            ("AutotuneForce", "1"),
            ("AutotuneMaxParallel", "3"),
            ("AutotuneOutput", "out"),
            ("AutotuneHoldout", "0.25"),
            ("AutotuneRefit", "true"),
            ("AutotuneForceChange", "on"),
            ("AutotuneIgnoreCache", "yes"),
            ("DetectkitFormat", "parquet"),
            ("DetectkitServe", "true"));

        Assert.Empty(findings);
        var expected = new RunOptions
        {
            Select = ["orders", "tag:sales", "metrics/**/api_*.yml"],
            Exclude = ["returns"],
            Strategy = Autotune.AutotuneStrategy.Reference,
            AlertRules = Autotune.AlertRules.Window,
            Scoring = ScoringMetric.FBeta,
            Incidents = "incidents/2026",
            From = new DateTime(2026, 5, 1),
            To = new DateTime(2026, 5, 2, 3, 4, 5),
            Profile = "replica",
            Source = HistoryOrigin.Datapoints,
            MaxQueries = 2,
            DryRun = true,
            Emit = EmitMode.NewFile,
            Commit = false,
            Branch = "tuning",
            Base = "main",
            Force = true,
            MaxParallel = 3,
            Output = "out",
            Holdout = 0.25,
            Refit = true,
            ForceChange = true,
            IgnoreCache = true,
            ResultArguments = " -p:AutotuneStrategy=Reference -p:AutotuneAlertRules=window -p:AutotuneScoring=F_Beta -p:AutotuneIncidents=incidents/2026 -p:AutotuneFrom=2026-05-01 \"-p:AutotuneTo=2026-05-02 03:04:05\""
                + " -p:AutotuneProfile=replica -p:AutotuneSource=datapoints -p:AutotuneEmit=newfile -p:AutotuneHoldout=0.25 -p:AutotuneRefit=true -p:AutotuneForceChange=on",
            Format = DetectionFormat.Parquet,
            Serve = true,
        };
        Assert.Equal(expected, options);
    }

    [Theory]
    [InlineData("AutotuneDryRun", "maybe", "must be true or false; it is 'maybe'")]
    [InlineData("AutotuneScoring", "mcc2", "must be one of mcc, f1, f_beta, balanced_accuracy, roc_auc, pr_auc, event_f1; it is 'mcc2'")]
    [InlineData("AutotuneStrategy", "lucky", "must be one of robust, reference; it is 'lucky'")]
    [InlineData("AutotuneAlertRules", "any", "must be one of consecutive, window, window-clamp; it is 'any'")]
    [InlineData("AutotuneFrom", "01.05.2026", "must be a UTC time as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS; it is '01.05.2026'")]
    [InlineData("AutotuneTo", "2026-02-30", "must be a UTC time as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS; it is '2026-02-30'")]
    [InlineData("AutotuneSource", "csv", "must be one of query, datapoints; it is 'csv'")]
    [InlineData("AutotuneMaxQueries", "0", "must be an integer of at least 1; it is '0'")]
    [InlineData("AutotuneMaxParallel", "-1", "must be an integer of at least 1; it is '-1'")]
    [InlineData("AutotuneMaxParallel", "99999999999", "must be an integer of at least 1; it is '99999999999'")]
    [InlineData("AutotuneHoldout", "1", "must be a share of the series from 0 to 0.9, such as 0.2; it is '1'")]
    [InlineData("AutotuneHoldout", "NaN", "must be a share of the series from 0 to 0.9, such as 0.2; it is 'NaN'")]
    [InlineData("AutotuneEmit", "both", "must be one of inplace, newfile; it is 'both'")]
    [InlineData("DetectkitFormat", "xlsx", "must be one of csv, parquet; it is 'xlsx'")]
    public void A_wrong_value_says_what_is_allowed(string name, string value, string message)
    {
        var (_, findings) = Read((name, value));

        var finding = Assert.Single(findings);
        Assert.Equal("DTK0301", finding.Rule.Id);
        Assert.Equal($"the property {name} {message}", finding.Message);
    }

    [Fact]
    public void A_range_that_ends_before_it_starts_is_refused() =>
        Assert.StartsWith("the property AutotuneTo must be later than AutotuneFrom", Assert.Single(Read(("AutotuneFrom", "2026-05-02"), ("AutotuneTo", "2026-05-01")).Findings).Message, StringComparison.Ordinal);

    private static (RunOptions Options, IReadOnlyList<Finding> Findings) Read(params (string Name, string Value)[] properties) =>
        RunOptionsReader.Read(properties.Select(p => new KeyValuePair<string, string>(p.Name, p.Value)), "/shop/shop.csproj");
}
