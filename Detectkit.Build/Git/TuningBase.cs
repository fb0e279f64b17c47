using System.Collections.Immutable;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The commit to build on (<c>null</c> on a failure), all that would stop the commit in the end, and files with changes of their own.</summary>
internal sealed record TuningBaseCheck(string? BaseSha, ImmutableArray<GitFailure> Failures, ImmutableArray<GitFailure> LeftOut);

/// <summary>Looks for everything that would stop the commit before an hour of tuning is spent on it.</summary>
internal static class TuningBase
{
    /// <summary>Checks the repository, the branch and that the base commit holds the files as tuning has read them; writes nothing.</summary>
    public static TuningBaseCheck Check(TuningBranch target, IReadOnlyList<FileChange> files, CancellationToken cancellation) => GitException.Catch(
        () =>
        {
            using var repository = ProjectRepository.Open(target.ProjectRoot);
            var baseCommit = RequireWritable(target, repository);
            using var stored = new StoredContent(repository, baseCommit);
            var failures = files.Select(FailureOf).OfType<GitFailure>().ToLookup(failure => failure.Rule == BuildRules.FileNotCommitted);
            var leftOut = failures[true].Select(failure => failure with { Rule = BuildRules.FileLeftOut, Message = failure.Message + "; it is left out of this run" });
            return new TuningBaseCheck(failures[false].Any() ? null : baseCommit.Sha, [.. failures[false]], [.. leftOut]);

            GitFailure? FailureOf(FileChange file) => GitException.Catch<GitFailure?>(
                () =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    RequireCommitted(TrackedFile.Find(repository, baseCommit.Tree, file.Path), file, stored, cancellation);
                    return null;
                },
                failure => failure with { Path = failure.Path ?? file.Path });
        },
        failure => new TuningBaseCheck(null, [failure], []));

    /// <summary>Makes every check that does not need the files; returns the base commit.</summary>
    public static Commit RequireWritable(TuningBranch target, ProjectRepository repository)
    {
        _ = CommitSignature.Of(repository, "author", default);
        _ = CommitSignature.Of(repository, "committer", default);
        SignedCommit.RequirePossible(repository);
        var baseCommit = repository.BaseCommit(target.Base);
        var branch = new Branch(repository, target);
        branch.RequireUsable();
        branch.RequireOurs(branch.Tip, baseCommit);
        return baseCommit;
    }

    /// <summary>Refuses a file that the base commit does not hold as it was read.</summary>
    public static void RequireCommitted(TrackedFile tracked, FileChange file, StoredContent stored, CancellationToken cancellation)
    {
        if (file.Read is not { } content)
        {
            return;
        }

        // Bytes that are equal as they are were stored before the filters applied; git leaves such a file alone until it is touched.
        var id = tracked.Entry?.Target.Id ?? throw new GitException(GitFailure.NotInBase(file.Path));
        if (StoredContent.IdOf(content.Span) != id && StoredContent.IdOf(stored.Of(tracked.Path, content, cancellation)) != id)
        {
            throw new GitException(GitFailure.HasChanges(file.Path));
        }
    }
}
