using System.Collections.Immutable;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>What is known about the repository before tuning starts.</summary>
/// <param name="BaseSha">The commit to build on, to be handed to the commit so that both mean the same; <c>null</c> on a failure.</param>
/// <param name="Failures">Everything that would stop the commit in the end.</param>
/// <param name="LeftOut">Files that have changes of their own, which a commit on the base cannot take up.</param>
internal sealed record TuningBaseCheck(string? BaseSha, ImmutableArray<GitFailure> Failures, ImmutableArray<GitFailure> LeftOut);

/// <summary>Looks for everything that would stop the commit before an hour of tuning is spent on it.</summary>
internal static class TuningBase
{
    /// <summary>Checks the repository, the branch and that the files are what the base commit holds; writes nothing that stays.</summary>
    /// <param name="target">The branch.</param>
    /// <param name="paths">The files that tuning will read and change, relative to the project root.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>The base commit, what is left out of it, or one failure for the repository or each for every file.</returns>
    public static TuningBaseCheck Check(TuningBranch target, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        TuningBaseCheck? check = null;
        var failure = GitFailures.Catch(() => check = CheckRepository(target, paths, cancellation));
        return failure is null ? check! : new TuningBaseCheck(null, [failure], []);
    }

    /// <summary>Opens the repository and makes every check that does not need the files.</summary>
    /// <param name="target">The branch.</param>
    /// <param name="repository">The repository.</param>
    /// <returns>The base commit and what the branch names.</returns>
    /// <exception cref="GitRefusedException">The branch cannot be written.</exception>
    public static Commit RequireWritable(TuningBranch target, ProjectRepository repository)
    {
        repository.Configuration.RequireReadable();
        var baseCommit = repository.BaseCommit(target.Base);
        BranchName.RequireUsable(repository, target);
        BranchName.RequireNotCheckedOut(repository, target);
        BranchHistory.RequireOurs(repository.Git, target, Tip(repository, target), baseCommit);
        return baseCommit;
    }

    /// <summary>The commit that the branch names.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="target">The branch.</param>
    /// <returns>The commit, <c>null</c> if there is no such branch.</returns>
    /// <exception cref="GitRefusedException">It names something that is no commit here.</exception>
    public static Commit? Tip(ProjectRepository repository, TuningBranch target)
    {
        if (new BranchReference(repository, target.ReferenceName).Read() is not { } id)
        {
            return null;
        }

        return repository.Git.Lookup<Commit>(id) ?? throw new GitRefusedException(
            BuildRules.ForeignCommits,
            $"branch '{target.Branch}' names {id.Sha[..7]}, which is not a commit in this repository, so that nobody can tell whose it is: fetch it, or delete the branch with 'git update-ref -d {target.ReferenceName}'");
    }

    /// <summary>Refuses content that the base commit does not hold.</summary>
    /// <param name="file">Where the file lies.</param>
    /// <param name="path">The path relative to the project root.</param>
    /// <param name="content">What tuning reads.</param>
    /// <param name="blobs">Where content is stored for comparison.</param>
    /// <param name="cancellation">Stops a filter program.</param>
    /// <exception cref="GitRefusedException">It differs.</exception>
    public static void RequireCommitted(TrackedFile file, string path, ReadOnlyMemory<byte> content, StoredBlobs blobs, CancellationToken cancellation)
    {
        if (file.Entry is null)
        {
            throw new GitRefusedException(
                BuildRules.FileNotCommitted,
                $"'{path}' is not in the base commit: commit it first, or tune the draft with AutotuneCommit=false",
                path);
        }

        // Bytes that are equal as they are were stored before the filters applied; git leaves such a file alone until it is touched.
        if (StoredBlobs.IdOf(content.Span) != file.Entry.Target.Id && blobs.Store(file.Path, content, cancellation).Id != file.Entry.Target.Id)
        {
            throw new GitRefusedException(
                BuildRules.FileNotCommitted,
                $"'{path}' has changes that the base commit does not hold: commit them first, or tune the draft with AutotuneCommit=false",
                path);
        }
    }

    private static TuningBaseCheck CheckRepository(TuningBranch target, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        using var repository = ProjectRepository.Open(target.ProjectRoot);
        var baseCommit = RequireWritable(target, repository);
        using var quarantine = Quarantine.Open(repository);
        var blobs = new StoredBlobs(repository, quarantine, baseCommit);
        var (failures, leftOut) = (ImmutableArray.CreateBuilder<GitFailure>(), ImmutableArray.CreateBuilder<GitFailure>());
        foreach (var path in paths)
        {
            cancellation.ThrowIfCancellationRequested();
            var failure = GitFailures.Catch(() =>
            {
                var file = TrackedFile.Find(repository, baseCommit.Tree, path);
                RequireCommitted(file, path, File.ReadAllBytes(Path.Combine(target.ProjectRoot, path)), blobs, cancellation);
            });
            if (failure?.Rule == BuildRules.FileNotCommitted)
            {
                leftOut.Add(failure with { Rule = BuildRules.FileLeftOut, Message = failure.Message + "; it is left out of this run" });
            }
            else if (failure is not null)
            {
                failures.Add(failure.Path is null ? failure with { Path = path } : failure);
            }
        }

        return new TuningBaseCheck(failures.Count == 0 ? baseCommit.Sha : null, failures.ToImmutable(), leftOut.ToImmutable());
    }
}
