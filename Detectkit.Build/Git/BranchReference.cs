using System.Globalization;
using System.Text;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>How an attempt to move the branch ended.</summary>
internal enum BranchSwap
{
    /// <summary>The branch names the new commit.</summary>
    Done,

    /// <summary>The branch names another commit than expected.</summary>
    Moved,

    /// <summary>Another program holds the branch's lock.</summary>
    Locked,
}

/// <summary>
/// The branch as a reference that moves by compare-and-swap. The library's own update reads the reference anew before it writes, so
/// that a commit which arrives in between is lost unseen; here the comparison with the expected value happens under git's lock.
/// </summary>
internal sealed class BranchReference(ProjectRepository repository, string name)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What the branch names, <c>null</c> if it does not exist.</summary>
    /// <returns>The commit's id.</returns>
    /// <exception cref="GitRefusedException">The branch is a symbolic reference.</exception>
    public ObjectId? Read() => repository.Git.Refs[name] switch
    {
        null => null,
        DirectReference direct => new ObjectId(direct.TargetIdentifier),
        var other => throw new GitRefusedException(
            BuildRules.BranchNameInvalid,
            $"'{name}' is a symbolic reference to '{other.TargetIdentifier}': delete it with 'git symbolic-ref --delete {name}', or name another AutotuneBranch"),
    };

    /// <summary>Moves the branch if it still names the expected commit.</summary>
    /// <param name="quarantine">Where the lock file is prepared.</param>
    /// <param name="expected">What the branch must name, <c>null</c> for a branch that must not exist.</param>
    /// <param name="commit">What it names afterwards.</param>
    /// <param name="message">The reflog's message.</param>
    /// <param name="reached">Told of each step.</param>
    /// <returns>Whether it moved.</returns>
    public BranchSwap TrySwap(Quarantine quarantine, ObjectId? expected, Commit commit, string message, Action<CommitStep> reached)
    {
        var file = Path.Combine(repository.CommonFolder, name);
        var lockFile = BranchLock.FileOf(repository, name);
        var prepared = quarantine.PrepareLock(name, commit.Sha + "\n");
        SharedPermissions.Apply(repository, prepared);
        SharedPermissions.CreateFolder(repository, Path.GetDirectoryName(file)!);
        if (!BranchLock.TryTake(prepared, lockFile))
        {
            return BranchSwap.Locked;
        }

        try
        {
            reached(CommitStep.BranchLocked);
            if (Read() != expected)
            {
                File.Delete(lockFile);
                return BranchSwap.Moved;
            }

            AppendReflog(expected, commit, message);
            reached(CommitStep.ReflogWritten);
            RemoveEmptyFolder(file);
            File.Move(lockFile, file, overwrite: true);
            reached(CommitStep.BranchMoved);
            return BranchSwap.Done;
        }
        catch
        {
            File.Delete(lockFile);
            throw;
        }
    }

    private void AppendReflog(ObjectId? from, Commit to, string message)
    {
        var file = Path.Combine(repository.CommonFolder, "logs", name);
        var setting = repository.Configuration.Text("core.logallrefupdates")?.ToUpperInvariant();
        var isNew = !File.Exists(file);
        if (isNew && setting is "FALSE" or "NO" or "OFF" or "0")
        {
            return;
        }

        RemoveEmptyFolder(file);
        SharedPermissions.CreateFolder(repository, Path.GetDirectoryName(file)!);
        var who = to.Committer;
        var offset = who.When.Offset;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{(from ?? ObjectId.Zero).Sha} {to.Sha} {who.Name} <{who.Email}> {who.When.ToUnixTimeSeconds()} {(offset < TimeSpan.Zero ? '-' : '+')}{offset:hhmm}\t{message}\n");
        File.AppendAllText(file, line, Utf8);
        if (isNew)
        {
            SharedPermissions.Apply(repository, file);
        }
    }

    // git leaves empty folders where branches below this name used to be.
    private static void RemoveEmptyFolder(string path)
    {
        if (Directory.Exists(path))
        {
            foreach (var inner in Directory.GetDirectories(path))
            {
                RemoveEmptyFolder(inner);
            }

            Directory.Delete(path);
        }
    }
}
