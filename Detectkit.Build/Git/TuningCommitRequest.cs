using System.Collections.Immutable;

namespace Detectkit.Build.Git;

/// <summary>The one branch that autotune owns, and what its commit is built on: <c>HEAD</c>, a branch, a tag or an id.</summary>
internal sealed record TuningBranch(string ProjectRoot, string Branch = "detectkit/autotune", string Base = "HEAD", bool Force = false);

/// <summary>One file of the project: the bytes that tuning read, which the base must hold (<c>null</c>: none), and those it shall have (<c>null</c>: it goes).</summary>
internal sealed record FileChange(string Path, ReadOnlyMemory<byte>? Read, ReadOnlyMemory<byte>? Written);

/// <summary>One metric as the message names it; its file is relative to the project root in a request, to the repository's in a commit.</summary>
internal sealed record ProposedMetric(string Name, string RunId, string Line, string Path);

/// <summary>Everything one commit is made of; two changes that reach the same file through links must agree.</summary>
internal sealed record TuningCommitRequest(TuningBranch Target, ImmutableArray<FileChange> Changes, ImmutableArray<ProposedMetric> Metrics)
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;
    public string? SourceDateEpoch { get; init; } // Seconds since 1970, which win over the clock.
    public Action<CommitStep>? Reached { get; init; } // Told of each step once it is done.
}

/// <summary>The steps of a commit, in their order; a run that dies after any of them leaves the branch as it was or as it should be.</summary>
internal enum CommitStep { BlobWritten, TreeWritten, CommitWritten, FoundLocked, BranchMoved }

/// <summary>How writing the commit ended.</summary>
internal abstract record TuningCommitResult
{
    internal sealed record Committed(string Sha, string? Replaced, ImmutableArray<ProposedMetric> Metrics, int Others, ImmutableArray<DroppedProposal> Dropped) : TuningCommitResult;

    /// <summary>The branch already names a commit with this tree on this base, made by a run of this or another id.</summary>
    internal sealed record Unchanged(string Sha, ImmutableArray<ProposedMetric> Metrics, int Others) : TuningCommitResult;

    /// <summary>The base holds this result; the branch stays, with an earlier proposal of this project if there is one.</summary>
    internal sealed record NothingToCommit(string BaseSha, string? Proposal) : TuningCommitResult;

    internal sealed record Failed(GitFailure Failure) : TuningCommitResult;
}
