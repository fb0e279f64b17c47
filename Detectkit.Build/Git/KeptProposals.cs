using System.Collections.Immutable;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>What the repository's other projects propose on the branch, which a run of this one must not take from them.</summary>
/// <param name="Kept">What still fits the base, with the file that it proposes.</param>
/// <param name="Dropped">What was made from another version of its file than the base has by now: kept, it would undo that change.</param>
/// <param name="HasOwn">Whether the branch also holds what is not in the base and no other project's.</param>
internal sealed record KeptProposals(ImmutableArray<(TunedMetric Metric, TrackedFile File)> Kept, ImmutableArray<TunedMetric> Dropped, bool HasOwn)
{
    private static readonly string[] ProjectFiles = [".csproj", ".fsproj", ".vbproj", ".proj"];

    /// <summary>Looks through the branch's newest commit.</summary>
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

        var all = CommitMessage.IsOurs(tip) ? CommitMessage.Read(tip) : [];
        var others = all.Where(metric => !IsOwn(repository.Prefix, metric.Path, baseCommit.Tree)).ToList();
        var kept = ImmutableArray.CreateBuilder<(TunedMetric, TrackedFile)>();
        var dropped = ImmutableArray.CreateBuilder<TunedMetric>();
        foreach (var metric in others)
        {
            var (proposed, now) = (TrackedFile.At(tip.Tree, metric.Path), TrackedFile.At(baseCommit.Tree, metric.Path));
            if (proposed?.Entry is null || proposed.Entry.Target.Id == now?.Entry?.Target.Id)
            {
                continue; // Merged by now.
            }

            if (now is not null && madeOn is not null && TrackedFile.At(madeOn.Tree, metric.Path) is { } before && before.Path == now.Path && before.Entry?.Target.Id == now.Entry?.Target.Id)
            {
                kept.Add((metric, proposed));
            }
            else
            {
                dropped.Add(metric);
            }
        }

        return new KeptProposals(kept.ToImmutable(), dropped.ToImmutable(), HasOwn: others.Count == 0 || others.Count < all.Length);
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
