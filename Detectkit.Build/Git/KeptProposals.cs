using System.Collections.Immutable;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>What the repository's other projects propose on the branch, which a run of this one must not take from them.</summary>
/// <param name="Kept">What still fits the base, with the file that it proposes.</param>
/// <param name="Dropped">What does not.</param>
/// <param name="HasOwn">Whether the branch also holds what is not in the base and no other project's.</param>
internal sealed record KeptProposals(ImmutableArray<(TunedMetric Metric, TrackedFile File)> Kept, ImmutableArray<DroppedProposal> Dropped, bool HasOwn)
{
    private static readonly string[] ProjectFiles = [".csproj", ".fsproj", ".vbproj", ".proj"];

    /// <summary>Looks through our newest commit on the branch.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tip">The branch's commit, <c>null</c> if it does not exist.</param>
    /// <param name="madeOn">The commit it was made on; <c>null</c> where a shallow clone lacks it.</param>
    /// <param name="baseCommit">What the new commit is built on.</param>
    /// <returns>The proposals of others.</returns>
    public static KeptProposals Find(ProjectRepository repository, Commit? tip, Commit? madeOn, Commit baseCommit)
    {
        // What was merged is no proposal any more, be it that it was reverted since.
        if (tip is null || BranchHistory.IsMerged(repository.Git, tip, baseCommit))
        {
            return new KeptProposals([], [], HasOwn: false);
        }

        var newest = BranchHistory.NewestOurs(repository.Git, tip, baseCommit);
        var all = newest is null ? [] : CommitMessage.Read(newest);
        var others = all.Where(metric => !IsOwn(repository.Prefix, metric.Path, baseCommit.Tree)).ToList();
        var kept = ImmutableArray.CreateBuilder<(TunedMetric, TrackedFile)>();
        var dropped = ImmutableArray.CreateBuilder<DroppedProposal>();
        foreach (var metric in others)
        {
            var (proposed, now) = (TrackedFile.At(newest!.Tree, metric.Path), TrackedFile.At(baseCommit.Tree, metric.Path));
            if (proposed?.Entry is null || proposed.Entry.Target.Id == now?.Entry?.Target.Id)
            {
                continue; // Merged by now.
            }

            if (newest != tip)
            {
                dropped.Add(new(metric, "AutotuneForce=true has replaced what others committed on top of it"));
            }
            else if (madeOn is null)
            {
                dropped.Add(new(metric, "this shallow clone lacks the commit that it was made on, and cannot tell whether the base still has the same version of the file"));
            }
            else if (now is not null && TrackedFile.At(madeOn.Tree, metric.Path) is { } before && before.Path == now.Path && before.Entry?.Target.Id == now.Entry?.Target.Id)
            {
                kept.Add((metric, proposed));
            }
            else
            {
                // Kept, it would undo that change.
                dropped.Add(new(metric, "the base has another version of the file by now"));
            }
        }

        return new KeptProposals(kept.ToImmutable(), dropped.ToImmutable(), HasOwn: newest != tip || others.Count == 0 || others.Count < all.Length);
    }

    // Below this project's folder, and not below that of another project in it.
    private static bool IsOwn(string prefix, string path, Tree tree)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var folders = path[prefix.Length..].Split('/')[..^1];
        return !Enumerable.Range(1, folders.Length).Any(depth =>
            tree[prefix + string.Join('/', folders.Take(depth))]?.Target is Tree folder && folder.Any(entry => ProjectFiles.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase)));
    }
}

/// <summary>A proposal of another project that is no longer on the branch.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Reason">Why, what can follow "as".</param>
internal sealed record DroppedProposal(TunedMetric Metric, string Reason);
