using System.Collections.Immutable;
using System.Text;
using Detectkit.Emission;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Writes the tuned files as one commit: objects first, the branch last. A run that dies leaves objects that nothing refers to, for <c>git gc</c>.</summary>
internal sealed class TuningCommit(TuningCommitRequest request, ProjectRepository repository, Commit baseCommit, StoredContent stored, CancellationToken cancellation)
{
    // About ten seconds in all: a lock lives for milliseconds, a hook of another git program may hold it for a few seconds.
    private const int Attempts = 60;
    private const int LongestPause = 200; // Milliseconds.

    private readonly Dictionary<string, ObjectId?> written = new(StringComparer.Ordinal);

    /// <summary>Writes the commit, or finds that there is nothing to write; cancelled, it leaves the branch as it was.</summary>
    public static TuningCommitResult Write(TuningCommitRequest request, CancellationToken cancellation) => GitException.Catch(
        () =>
        {
            using var repository = ProjectRepository.Open(request.Target.ProjectRoot);
            var baseCommit = TuningBase.RequireWritable(request.Target, repository);
            _ = CommitSignature.When(request);
            using var stored = new StoredContent(repository, baseCommit);
            return new TuningCommit(request, repository, baseCommit, stored, cancellation).Run();
        },
        failure => new TuningCommitResult.Failed(failure));

    private TuningCommitResult Run()
    {
        var own = WriteTree();
        var (target, branch) = (request.Target, new Branch(repository, request.Target));
        (ObjectId? Tip, Commit Commit, int Others, ImmutableArray<DroppedProposal> Dropped)? prepared = null;
        string? refusal = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var tip = branch.Tip;
            branch.RequireOurs(tip, baseCommit);
            if (prepared is null || prepared.Value.Tip != tip?.Id)
            {
                // The branch is new to this run, or another one was faster: what it left decides.
                var madeOn = tip is null ? null : stored.ParentOf(tip);
                var proposals = KeptProposals.Find(branch, repository.Prefix, tip, madeOn is null ? null : repository.Git.Lookup<Commit>(madeOn), baseCommit);
                var kept = proposals.Kept.Where(proposal => !written.ContainsKey(proposal.File.Path)).ToList();
                var isNothing = own.Id == baseCommit.Tree.Id;
                if (isNothing && (kept.Count == 0 || !proposals.HasOwn))
                {
                    return new TuningCommitResult.NothingToCommit(baseCommit.Sha, proposals.HasOwn ? tip?.Sha : null);
                }

                var definition = TreeDefinition.From(own);
                kept.ForEach(proposal => definition.Add(proposal.File.Path, proposal.File.Entry!.Target.Id, proposal.File.Mode));
                var tree = repository.Git.ObjectDatabase.CreateTree(definition);
                request.Reached?.Invoke(CommitStep.TreeWritten);
                if (tip is not null && tip.Tree.Id == tree.Id && CommitMessage.IsOurs(tip) && madeOn == baseCommit.Id)
                {
                    return new TuningCommitResult.Unchanged(tip.Sha, CommitMessage.Read(tip), kept.Count);
                }

                var metrics = (isNothing ? [] : request.Metrics).Select(metric => metric with { Path = repository.Prefix + metric.Path })
                    .Concat(kept.Select(proposal => proposal.Metric))
                    .OrderBy(metric => metric.Path, StringComparer.Ordinal)
                    .ToImmutableArray();
                prepared = (tip?.Id, WriteCommit(tree, metrics), kept.Count, proposals.Dropped);
            }

            cancellation.ThrowIfCancellationRequested();
            var (_, commit, others, dropped) = prepared.Value;
            refusal = branch.Move(tip?.Id, commit);
            if (refusal is null)
            {
                request.Reached?.Invoke(CommitStep.BranchMoved);
                return new TuningCommitResult.Committed(commit.Sha, tip?.Sha, CommitMessage.Read(commit), others, dropped);
            }

            if (branch.Tip?.Id == tip?.Id)
            {
                request.Reached?.Invoke(CommitStep.FoundLocked);
                cancellation.WaitHandle.WaitOne(Math.Min(attempt * 10, LongestPause));
            }
        }

        throw new GitException(
            File.Exists(branch.LockFile) ? GitFailure.Locked(target.Branch, branch.LockFile)
            : branch.Tip?.Id == prepared?.Tip ? GitFailure.NotMoved(target.Branch, refusal)
            : GitFailure.KeepsMoving(target.Branch, Attempts));
    }

    private Tree WriteTree()
    {
        var proposed = new Branch(repository, request.Target).Tip?.Tree;
        var definition = TreeDefinition.From(baseCommit);
        foreach (var change in request.Changes)
        {
            cancellation.ThrowIfCancellationRequested();
            var file = TrackedFile.Find(repository, baseCommit.Tree, change.Path);
            TuningBase.RequireCommitted(file, change, stored, cancellation);
            var blob = change.Written is { } content ? WriteBlob(proposed?[file.Path], stored.Of(file.Path, content, cancellation)) : null;
            if (!written.TryAdd(file.Path, blob?.Id) && written[file.Path] != blob?.Id)
            {
                throw new GitException(GitFailure.OutsideRepository(
                    change.Path, $"is the same file as '{file.Path}', which this run changes otherwise too: tune one of the two, or make the link a file of its own"));
            }

            _ = blob is null ? definition.Remove(file.Path) : definition.Add(file.Path, blob, file.Mode);
            request.Reached?.Invoke(CommitStep.BlobWritten);
        }

        return repository.Git.ObjectDatabase.CreateTree(definition);
    }

    // New data alone make another header, and that is no reason for another commit. Compared is what git stores: line endings are settled.
    private Blob WriteBlob(TreeEntry? proposed, byte[] content) =>
        proposed?.Target is Blob earlier && TunedHeader.IsAllThatDiffers(Encoding.UTF8.GetString(StoredContent.Bytes(earlier)), Encoding.UTF8.GetString(content))
            ? earlier
            : repository.Git.Lookup<Blob>(repository.Git.ObjectDatabase.Write<Blob>(content));

    private Commit WriteCommit(Tree tree, ImmutableArray<ProposedMetric> metrics)
    {
        var when = CommitSignature.When(request);
        var (author, committer) = (CommitSignature.Of(repository, "author", when), CommitSignature.Of(repository, "committer", when));
        var message = CommitMessage.For(metrics, author, committer);
        var commit = SignedCommit.IsAskedFor(repository)
            ? SignedCommit.Create(repository, tree, baseCommit, author, committer, message, cancellation)
            : repository.Git.ObjectDatabase.CreateCommit(author, committer, message, tree, [baseCommit], prettifyMessage: false);
        request.Reached?.Invoke(CommitStep.CommitWritten);
        return commit;
    }
}
