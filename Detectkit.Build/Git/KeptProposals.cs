using System.Collections.Immutable;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>
/// What the repository's other projects propose on the branch: what still fits the base and must be kept, what does not, and whether the branch also
/// holds what is not in the base and no other project's.
/// </summary>
internal sealed record KeptProposals(ImmutableArray<(ProposedMetric Metric, TrackedFile File)> Kept, ImmutableArray<DroppedProposal> Dropped, bool HasOwn)
{
    /// <summary>Looks through our newest commit below the branch's tip; the commit that the tip was made on is <c>null</c> where a shallow clone lacks it.</summary>
    public static KeptProposals Find(Branch branch, string prefix, Commit? tip, Commit? madeOn, Commit baseCommit)
    {
        // What was merged is no proposal any more, be it that it was reverted since.
        if (tip is null || branch.IsMerged(tip, baseCommit))
        {
            return new KeptProposals([], [], HasOwn: false);
        }

        var newest = branch.NewestOurs(tip, baseCommit);
        var all = newest is null ? [] : CommitMessage.Read(newest);
        var others = all.Where(metric => !IsOwn(prefix, metric.Path, baseCommit.Tree)).ToList();
        var (kept, dropped) = (new List<(ProposedMetric, TrackedFile)>(), new List<DroppedProposal>());
        foreach (var metric in others)
        {
            var (proposed, now) = (TrackedFile.At(newest!.Tree, metric.Path), TrackedFile.At(baseCommit.Tree, metric.Path));
            if (proposed?.Entry is null || proposed.Entry.Target.Id == now?.Entry?.Target.Id)
            {
                continue; // Merged by now.
            }

            var before = madeOn is null ? null : TrackedFile.At(madeOn.Tree, metric.Path);
            if (newest == tip && now is not null && before?.Path == now.Path && before.Entry?.Target.Id == now.Entry?.Target.Id)
            {
                kept.Add((metric, proposed));
                continue;
            }

            // Kept, it would undo what the base has by now.
            dropped.Add(new(metric, newest != tip ? "AutotuneForce=true has replaced what others committed on top of it"
                : madeOn is null ? "this shallow clone lacks the commit that it was made on, and cannot tell whether the base still has the same version of the file"
                : "the base has another version of the file by now"));
        }

        return new KeptProposals([.. kept], [.. dropped], HasOwn: newest != tip || others.Count == 0 || others.Count < all.Length);
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
            tree[prefix + string.Join('/', folders.Take(depth))]?.Target is Tree folder
            && folder.Any(entry => Path.GetExtension(entry.Name).ToUpperInvariant() is ".CSPROJ" or ".FSPROJ" or ".VBPROJ" or ".PROJ"));
    }
}

/// <summary>A proposal of another project that is no longer on the branch, and why: what can follow "as".</summary>
internal sealed record DroppedProposal(ProposedMetric Metric, string Reason);
