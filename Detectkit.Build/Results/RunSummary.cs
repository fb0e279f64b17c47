using Detectkit.Build.Text;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

/// <summary>The record of a whole run for scripts, <c>summary.json</c>, a member a field; <c>docs/records.md</c> describes them.</summary>
internal readonly struct RunSummary(string project, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered)
{
    public string Project => project;
    public string Target => delivered.Target;
    public string? Commit => delivered.Commit;
    public bool IsNewCommit => delivered.IsNew;
    public string? Proposal => delivered.Proposal?.Id;
    public IEnumerable<string> ProposedRuns => delivered.Proposal?.RunIds ?? [];
    public int Tuned => Count(MetricFate.Tuned);
    public int Unchanged => Count(MetricFate.Unchanged);
    public int TradeOff => Count(MetricFate.TradeOff);
    public int Kept => Count(MetricFate.Kept);
    public int Failed => Count(MetricFate.Failed);
    public int Skipped => Count(MetricFate.Skipped);
    public IEnumerable<MetricPart> Metrics => outcomes.Select(o => new MetricPart(o));

    private int Count(MetricFate fate) => outcomes.Count(o => o.Fate == fate);

    internal readonly struct MetricPart(MetricOutcome outcome)
    {
        public string Metric => outcome.File.DisplayName;
        public string File => outcome.File.File.Path;
        public string Outcome => FateWords.Of(outcome.Fate);
        public string? Reason => outcome.Reason;
        public string? RunId => outcome.Search?.Result?.RunId;
        public string? DetectorType => outcome.Search?.Result is { } result ? DetectorTypeName.Of(result.Winner.Detector.Type) : null;
        public double? Score => outcome.Search?.Result?.Winner.Score;
        public double? IncumbentScore => outcome.Search?.IncumbentScore;
    }
}
