using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Tells whose commits the branch holds.</summary>
internal static class BranchHistory
{
    private const int MostNamed = 3;

    /// <summary>Finds the commits that replacing the branch would take from somebody.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tip">The branch's commit.</param>
    /// <param name="baseCommit">What the new commit is built on; whatever it contains is safe.</param>
    /// <returns>The commits of others, newest first.</returns>
    public static IReadOnlyList<Commit> ForeignCommits(Repository repository, Commit tip, Commit baseCommit)
    {
        var beyondBase = BeyondBase(repository, tip, baseCommit).ToList();
        if (beyondBase.Count == 0)
        {
            return [];
        }

        // Below our lowest commit lies the base it was built on, which need not be part of the present one: it may have been
        // rewritten, or cut off by a shallow clone, where nothing but the tip can be judged.
        var lowestOurs = repository.Info.IsShallow ? 0 : beyondBase.FindLastIndex(CommitMessage.IsOurs);
        return [.. beyondBase.Take(Math.Max(lowestOurs + 1, 1)).Where(commit => !CommitMessage.IsOurs(commit))];
    }

    /// <summary>Finds our newest commit on the branch; it is the tip unless others have committed on top.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tip">The branch's commit.</param>
    /// <param name="baseCommit">The base.</param>
    /// <returns>The commit, <c>null</c> if there is none beyond the base.</returns>
    public static Commit? NewestOurs(Repository repository, Commit tip, Commit baseCommit) => BeyondBase(repository, tip, baseCommit).FirstOrDefault(CommitMessage.IsOurs);

    /// <summary>
    /// Whether the base has all that the branch changes: after a merge its commits, and after a squash, with whatever a reviewer added, its files
    /// as they were on the branch, be it that they have changed since.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tip">The branch's commit.</param>
    /// <param name="baseCommit">The base.</param>
    /// <returns>True if nothing on the branch is new to the base.</returns>
    public static bool IsMerged(Repository repository, Commit tip, Commit baseCommit)
    {
        if (!BeyondBase(repository, tip, baseCommit).Any() || tip.Tree.Id == baseCommit.Tree.Id)
        {
            return true;
        }

        // A shallow clone does not know what the branch has changed.
        if (repository.Info.IsShallow || repository.ObjectDatabase.FindMergeBase(tip, baseCommit) is not { } common)
        {
            return false;
        }

        using var changes = repository.Diff.Compare<TreeChanges>(common.Tree, tip.Tree, new CompareOptions { Similarity = SimilarityOptions.None });
        var changed = changes.Select(change => (change.Path, tip[change.Path]?.Target.Id)).ToList();
        return repository.Commits
            .QueryBy(new CommitFilter { IncludeReachableFrom = baseCommit, ExcludeReachableFrom = common, FirstParentOnly = true })
            .Any(commit => changed.All(file => commit[file.Path]?.Target.Id == file.Id));
    }

    /// <summary>Refuses a branch that holds commits of others.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="target">The branch.</param>
    /// <param name="tip">The branch's commit, <c>null</c> if it does not exist.</param>
    /// <param name="baseCommit">What the new commit is built on.</param>
    /// <exception cref="GitRefusedException">It does, and force is not set.</exception>
    public static void RequireOurs(Repository repository, TuningBranch target, Commit? tip, Commit baseCommit)
    {
        if (tip is null || target.Force || ForeignCommits(repository, tip, baseCommit) is not { Count: > 0 } foreign || IsMerged(repository, tip, baseCommit))
        {
            return;
        }

        var named = string.Join(", ", foreign.Take(MostNamed).Select(commit => $"{commit.Sha[..7]} '{commit.MessageShort}' by {commit.Committer.Name}"));
        var more = foreign.Count > MostNamed ? $" and {foreign.Count - MostNamed} more" : "";
        throw new GitRefusedException(
            BuildRules.ForeignCommits,
            $"branch '{target.Branch}' holds commits that autotune did not write: {named}{more}; merge them or move them to another branch, or set AutotuneForce=true to replace the branch");
    }

    private static ICommitLog BeyondBase(Repository repository, Commit tip, Commit baseCommit) =>
        repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = tip, ExcludeReachableFrom = baseCommit, SortBy = CommitSortStrategies.Topological });
}
