using System.Collections.Immutable;

namespace Detectkit.Build.Git;

/// <summary>Everything one commit is made of.</summary>
/// <param name="Target">The branch and what it is built on.</param>
/// <param name="Changes">The files; two changes that reach the same file through links must agree.</param>
/// <param name="Metrics">The tuned metrics in the order of the message.</param>
internal sealed record TuningCommitRequest(TuningBranch Target, ImmutableArray<FileChange> Changes, ImmutableArray<TunedMetric> Metrics)
{
    /// <summary>The clock that dates the commit.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The value of <c>SOURCE_DATE_EPOCH</c>, seconds since 1970, which wins over the clock; <c>null</c> when unset.</summary>
    public string? SourceDateEpoch { get; init; }

    /// <summary>Told of each step once it is done.</summary>
    public Action<CommitStep>? Reached { get; init; }
}

/// <summary>One metric as the commit message tells it.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="RunId">The run that tuned it.</param>
/// <param name="Line">What changed, in one line.</param>
/// <param name="Path">The file that it changes: in a request relative to the project root, in a commit from the root of the repository.</param>
internal sealed record TunedMetric(string Name, string RunId, string Line, string Path);

/// <summary>The steps of a commit, in their order; a run that dies after any of them leaves the branch as it was or as it should be.</summary>
internal enum CommitStep
{
    /// <summary>The private folder for half-made objects exists.</summary>
    QuarantineOpened,

    /// <summary>One file's content is in the private folder.</summary>
    BlobWritten,

    /// <summary>The tree is in the private folder.</summary>
    TreeWritten,

    /// <summary>The commit is in the private folder, signed if asked for.</summary>
    CommitWritten,

    /// <summary>One object has moved to the repository.</summary>
    ObjectPublished,

    /// <summary>The branch is locked.</summary>
    BranchLocked,

    /// <summary>The reflog names the new commit.</summary>
    ReflogWritten,

    /// <summary>The branch names the new commit.</summary>
    BranchMoved,

    /// <summary>The private folder is gone.</summary>
    QuarantineClosed,
}
