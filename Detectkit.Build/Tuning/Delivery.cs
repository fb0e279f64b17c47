using System.Collections.Immutable;
using Detectkit.Build.Git;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;
using Detectkit.Configuration;

namespace Detectkit.Build.Tuning;

/// <summary>Brings the tuned files where the user wants them: onto the branch, into the working tree or nowhere.</summary>
internal sealed class Delivery
{
    private readonly WorkerContext context;
    private readonly TuningBranch? branch;
    private readonly ImmutableArray<GitFailure> leftOut;

    private Delivery(WorkerContext context, TuningBranch? branch, ImmutableArray<GitFailure> leftOut) =>
        (this.context, this.branch, this.leftOut) = (context, branch, leftOut);

    /// <summary>Checks, before any time is spent on tuning, that delivery is going to work.</summary>
    public static Delivery? Prepare(WorkerContext context, IReadOnlyList<MetricFile> metrics, CancellationToken cancellation)
    {
        var options = context.Options;
        if (options.DryRun || !options.Commit || metrics.Count == 0)
        {
            return new Delivery(context, null, []);
        }

        var branch = new TuningBranch(context.Request.Root, options.Branch, options.Base, options.Force);
        var check = TuningBase.Check(branch, [.. metrics.Select(m => new FileChange(m.File.Path, m.Content, null))], cancellation);
        foreach (var failure in check.Failures)
        {
            Report(context, failure);
        }

        // The commit that was checked, not what the name may mean an hour later.
        return check.BaseSha is { } sha ? new Delivery(context, branch with { Base = sha }, check.LeftOut) : null;
    }

    /// <summary>Why a metric cannot be delivered and need not be tuned.</summary>
    public Finding? RefusalOf(MetricFile metric) => leftOut.FirstOrDefault(f => f.Path == metric.File.Path) is { } failure ? FindingOf(context, failure) : null;

    public Delivered Deliver(IReadOnlyList<MetricOutcome> outcomes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var tuned = outcomes.Where(o => o.Fate == MetricFate.Tuned).ToList();
        if (context.Options.DryRun)
        {
            return new Delivered("dry run");
        }

        return branch is null ? WriteFiles(tuned) : Commit(branch, tuned, cancellation);
    }

    private Delivered WriteFiles(List<MetricOutcome> tuned)
    {
        foreach (var outcome in tuned)
        {
            try
            {
                EvidenceFile.Write(Path.Combine(context.Request.Root, outcome.Tuned!.Path), outcome.Tuned.After);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                context.Log.Report(outcome.File.Finding(BuildRules.EmissionFailed, $"the tuned file '{outcome.Tuned!.Path}' cannot be written: {e.Message}"));
            }
        }

        return new Delivered("working tree");
    }

    private Delivered Commit(TuningBranch target, List<MetricOutcome> tuned, CancellationToken cancellation)
    {
        var request = new TuningCommitRequest(
            target,
            [.. tuned.Select(o => new FileChange(o.Tuned!.Path, context.Options.Emit == EmitMode.InPlace ? o.File.Content : (ReadOnlyMemory<byte>?)null, o.Tuned.After))],
            [.. tuned.Select(Describe)])
        {
            Clock = context.Clock,
            SourceDateEpoch = context.Environment("SOURCE_DATE_EPOCH"),
        };
        switch (TuningCommit.Write(request, cancellation))
        {
            case TuningCommitResult.Committed committed:
                foreach (var (metric, reason) in committed.Dropped)
                {
                    context.Log.Write($"{metric.Name}: another project's proposal for {metric.Path} is no longer on {target.Branch}, as {reason}; tune that project again");
                }

                return Proposed(target, committed.Sha, committed.Metrics, committed.Others) with { IsNew = true };
            case TuningCommitResult.Unchanged unchanged:
                var proposed = Proposed(target, unchanged.Sha, unchanged.Metrics, unchanged.Others);
                return proposed with { Remark = proposed.Remark is { } others ? "as before, " + others : "as before" };
            case TuningCommitResult.NothingToCommit { Proposal: { } proposal }:
                return new Delivered(target.Branch, Remark: $"nothing to commit; the branch still holds the earlier proposal {Short(proposal)}");
            case TuningCommitResult.Failed failed:
                Report(context, failed.Failure);
                return new Delivered(target.Branch, Remark: "not committed", IsFailed: true);
            default:
                return new Delivered(target.Branch, Remark: "nothing to commit");
        }
    }

    private static Delivered Proposed(TuningBranch target, string sha, ImmutableArray<ProposedMetric> metrics, int others) =>
        new(target.Branch, sha, Remark: others == 0 ? null : $"with {others} metric{(others == 1 ? "" : "s")} of other projects") { Proposal = Proposal.Of(metrics, others) };

    private static ProposedMetric Describe(MetricOutcome outcome)
    {
        var result = outcome.Search!.Result!;
        var (current, proposed) = DetectorWords.Change(outcome.File.Metric, result);
        return new ProposedMetric(outcome.File.DisplayName, result.RunId, $"{outcome.File.DisplayName}: {current} -> {proposed}", outcome.Tuned!.Path);
    }

    private static void Report(WorkerContext context, GitFailure failure) => context.Log.Report(FindingOf(context, failure));

    private static Finding FindingOf(WorkerContext context, GitFailure failure) => new(
        failure.Rule, failure.Path is { } file ? Path.GetFullPath(file, context.Request.Root) : context.Request.ProjectPath, SourceSpan.FileStart, failure.Message);

    private static string Short(string sha) => sha[..Math.Min(7, sha.Length)];
}
