using System.Collections.Immutable;
using Detectkit.Emission;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>
/// Writes the tuned files as one commit on the branch: blobs, tree and commit in the object database, the branch last, by
/// compare-and-swap. HEAD, the index and the working tree are not touched.
/// </summary>
internal sealed class TuningCommit
{
    // About ten seconds in all: a lock lives for milliseconds, a hook of another git program may hold it for a few seconds.
    private const int Attempts = 60;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly TuningCommitRequest _request;
    private readonly ProjectRepository _repository;
    private readonly Quarantine _quarantine;
    private readonly Commit _baseCommit;
    private readonly Action<CommitStep> _reached;
    private readonly CancellationToken _cancellation;

    private TuningCommit(TuningCommitRequest request, ProjectRepository repository, Quarantine quarantine, Commit baseCommit, CancellationToken cancellation)
    {
        _request = request;
        _repository = repository;
        _quarantine = quarantine;
        _baseCommit = baseCommit;
        _reached = request.Reached ?? (_ => { });
        _cancellation = cancellation;
    }

    /// <summary>Writes the commit, or finds that there is nothing to write.</summary>
    /// <param name="request">What to commit and where.</param>
    /// <param name="cancellation">Stops before the branch moves; nothing is left behind.</param>
    /// <returns>The outcome; every failure is one of the <c>DTK05xx</c> rules.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the branch is as it was.</exception>
    public static TuningCommitResult Write(TuningCommitRequest request, CancellationToken cancellation)
    {
        TuningCommitResult? result = null;
        var failure = GitFailures.Catch(() => result = WriteOrThrow(request, cancellation));
        return failure is null ? result! : new TuningCommitResult.Failed(failure);
    }

    private static TuningCommitResult WriteOrThrow(TuningCommitRequest request, CancellationToken cancellation)
    {
        using var repository = ProjectRepository.Open(request.Target.ProjectRoot);
        var baseCommit = TuningBase.RequireWritable(request.Target, repository);
        _ = CommitSignature.When(request);
        TuningCommitResult result;
        using (var quarantine = Quarantine.Open(repository))
        {
            request.Reached?.Invoke(CommitStep.QuarantineOpened);
            result = new TuningCommit(request, repository, quarantine, baseCommit, cancellation).Run();
        }

        request.Reached?.Invoke(CommitStep.QuarantineClosed);
        return result;
    }

    private TuningCommitResult Run()
    {
        var (own, written) = WriteTree();

        // What the base holds already is no proposal.
        var isNothing = own.Id == _baseCommit.Tree.Id;
        var target = _request.Target;
        var reference = new BranchReference(_repository, target.ReferenceName);
        (ObjectId? Tip, Commit Commit, int Others, ImmutableArray<DroppedProposal> Dropped)? prepared = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            _cancellation.ThrowIfCancellationRequested();
            var tip = TuningBase.Tip(_repository, target);
            BranchHistory.RequireOurs(_repository.Git, target, tip, _baseCommit);
            if (prepared is null || prepared.Value.Tip != tip?.Id)
            {
                var proposals = KeptProposals.Find(_repository, tip, MadeOn(tip), _baseCommit);
                var kept = proposals.Kept.Where(proposal => !written.ContainsKey(proposal.File.Path)).ToList();
                if (isNothing && (kept.Count == 0 || !proposals.HasOwn))
                {
                    return new TuningCommitResult.NothingToCommit(_baseCommit.Sha, proposals.HasOwn ? tip?.Sha : null);
                }

                var tree = Add(own, kept.Select(proposal => proposal.File));
                if (tip is not null && tip.Tree.Id == tree.Id && CommitMessage.IsOurs(tip) && ParentsOf(tip).SequenceEqual([_baseCommit.Id]))
                {
                    return new TuningCommitResult.Unchanged(tip.Sha, CommitMessage.Read(tip), kept.Count);
                }

                var metrics = (isNothing ? [] : _request.Metrics).Select(metric => metric with { Path = _repository.Prefix + metric.Path })
                    .Concat(kept.Select(proposal => proposal.Metric))
                    .OrderBy(metric => metric.Path, StringComparer.Ordinal)
                    .ToImmutableArray();
                prepared = (tip?.Id, WriteCommit(tree, metrics), kept.Count, proposals.Dropped);
                _quarantine.Publish(prepared.Value.Commit, () => _reached(CommitStep.ObjectPublished));
            }

            _cancellation.ThrowIfCancellationRequested();
            var (_, commit, others, dropped) = prepared.Value;
            switch (reference.TrySwap(_quarantine, tip?.Id, commit, "detectkit: " + commit.MessageShort, _reached))
            {
                case BranchSwap.Done:
                    return new TuningCommitResult.Committed(commit.Sha, tip?.Sha, CommitMessage.Read(commit), others, dropped);
                case BranchSwap.Locked:
                    QuarantineFolder.RemoveAbandoned(_repository);
                    _cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(Math.Min(attempt * 10, LongestPause.TotalMilliseconds)));
                    break;
                default:
                    break; // Another run was faster: look at what it left and decide anew.
            }
        }

        var lockFile = BranchLock.FileOf(_repository, target.ReferenceName);
        throw new GitRefusedException(
            BuildRules.BranchBusy,
            File.Exists(lockFile)
                ? $"branch '{target.Branch}' stays locked by '{lockFile}': if no other git program is at work in this repository, one was killed there; delete the file"
                : $"branch '{target.Branch}' was moved by others {Attempts} times while this run tried to: run again when they are done");
    }

    private (Tree Tree, Dictionary<string, ObjectId?> Written) WriteTree()
    {
        var blobs = new StoredBlobs(_repository, _quarantine, _baseCommit);
        var proposed = TuningBase.Tip(_repository, _request.Target)?.Tree;
        var definition = TreeDefinition.From(_baseCommit);
        var written = new Dictionary<string, ObjectId?>(StringComparer.Ordinal);
        foreach (var change in _request.Changes)
        {
            _cancellation.ThrowIfCancellationRequested();
            var file = TrackedFile.Find(_repository, _baseCommit.Tree, change.Path);
            if (change.Read is { } read)
            {
                TuningBase.RequireCommitted(file, change.Path, read, blobs, _cancellation);
            }

            var blob = change.Written is { } content ? KeepHeader(proposed?[file.Path], blobs.Store(file.Path, content, _cancellation)) : null;
            if (!written.TryAdd(file.Path, blob?.Id) && written[file.Path] != blob?.Id)
            {
                throw new GitRefusedException(
                    BuildRules.FileOutsideRepository,
                    $"'{change.Path}' is the same file as '{file.Path}', which this run changes otherwise too: tune one of the two, or make the link a file of its own",
                    change.Path);
            }

            _ = blob is null ? definition.Remove(file.Path) : definition.Add(file.Path, blob, file.Mode);
            _reached(CommitStep.BlobWritten);
        }

        return (_quarantine.Git.ObjectDatabase.CreateTree(definition), written);
    }

    // New data alone make another header, and that is no reason for another commit. Compared is what git stores: line endings are settled.
    private Blob KeepHeader(TreeEntry? proposed, Blob written) =>
        proposed is { TargetType: TreeEntryTargetType.Blob }
        && _quarantine.Git.Lookup<Blob>(proposed.Target.Id) is { } earlier
        && TunedHeader.IsAllThatDiffers(earlier.GetContentText(), written.GetContentText())
            ? earlier
            : written;

    private Commit WriteCommit(Tree tree, ImmutableArray<TunedMetric> metrics)
    {
        var when = CommitSignature.When(_request);
        var (author, committer) = (CommitSignature.Of(_repository, "author", when), CommitSignature.Of(_repository, "committer", when));
        var message = CommitMessage.For(metrics, author, committer);

        // Of the same repository object as the tree: a parent of another one is left out without a word.
        var parent = _quarantine.Git.Lookup<Commit>(_baseCommit.Id);
        var signed = new SignedCommit(_repository, _quarantine);
        var commit = signed.IsAskedFor
            ? signed.Create(tree, parent, author, committer, message, _cancellation)
            : _quarantine.Git.ObjectDatabase.CreateCommit(author, committer, message, tree, [parent], prettifyMessage: false);
        _reached(CommitStep.CommitWritten);
        return commit;
    }

    private Tree Add(Tree own, IEnumerable<TrackedFile> kept)
    {
        var definition = TreeDefinition.From(own);
        foreach (var file in kept)
        {
            definition.Add(file.Path, file.Entry!.Target.Id, file.Entry.Mode);
        }

        var tree = _quarantine.Git.ObjectDatabase.CreateTree(definition);
        _reached(CommitStep.TreeWritten);
        return tree;
    }

    private Commit? MadeOn(Commit? tip) =>
        tip is null || ParentsOf(tip).FirstOrDefault() is not { } parent ? null : parent == _baseCommit.Id ? _baseCommit : _repository.Git.Lookup<Commit>(parent);

    // The quarantine knows nothing of a shallow clone's boundary, which hides the parents of the commits on it.
    private IEnumerable<ObjectId> ParentsOf(Commit tip) => _quarantine.Git.Lookup<Commit>(tip.Id).Parents.Select(parent => parent.Id);
}
