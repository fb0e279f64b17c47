using System.Collections.Immutable;

namespace Detectkit.Build.Git;

/// <summary>How writing the commit ended.</summary>
internal abstract record TuningCommitResult
{
    private TuningCommitResult()
    {
    }

    /// <summary>The branch names a new commit.</summary>
    /// <param name="Sha">The commit.</param>
    /// <param name="Replaced">What the branch named before, <c>null</c> if it is new.</param>
    /// <param name="Metrics">All that the commit changes, as its message names it, the proposals of other projects among it.</param>
    /// <param name="Others">How many of them are other projects' proposals.</param>
    /// <param name="Dropped">Proposals of other projects that the branch no longer holds.</param>
    internal sealed record Committed(string Sha, string? Replaced, ImmutableArray<TunedMetric> Metrics, int Others, ImmutableArray<DroppedProposal> Dropped) : TuningCommitResult;

    /// <summary>The branch already names a commit with this tree on this base; nothing was written.</summary>
    /// <param name="Sha">That commit.</param>
    /// <param name="Metrics">All that it changes, as its message names it: this run may have another id.</param>
    /// <param name="Others">How many of them are other projects' proposals.</param>
    internal sealed record Unchanged(string Sha, ImmutableArray<TunedMetric> Metrics, int Others) : TuningCommitResult;

    /// <summary>The base commit itself holds this result, and no other project's proposal is to be kept without ours: the branch is left as it is.</summary>
    /// <param name="BaseSha">The base commit.</param>
    /// <param name="Proposal">An earlier proposal of this project that the branch still holds and the base does not, if any.</param>
    internal sealed record NothingToCommit(string BaseSha, string? Proposal) : TuningCommitResult;

    /// <summary>Nothing was committed.</summary>
    /// <param name="Failure">Why, and what to do.</param>
    internal sealed record Failed(GitFailure Failure) : TuningCommitResult;
}
