using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The branch that autotune owns: whether it may be written, whose commits it holds beyond the base, and how it moves.</summary>
internal sealed class Branch(ProjectRepository repository, TuningBranch target)
{
    private const int MostNamed = 3;
    private readonly string name = "refs/heads/" + target.Branch;

    public string LockFile => Path.Combine(repository.CommonFolder, name) + ".lock";

    /// <summary>The commit that the branch names, <c>null</c> if there is no such branch.</summary>
    public Commit? Tip => Id is { } id ? repository.Git.Lookup<Commit>(id) ?? throw new GitException(GitFailure.TipMissing(target.Branch, id.Sha[..7])) : null;

    private ObjectId? Id => repository.Git.Refs[name] switch
    {
        null => null,
        DirectReference direct => new ObjectId(direct.TargetIdentifier),
        var other => throw new GitException(GitFailure.SymbolicReference(name, other.TargetIdentifier)),
    };

    /// <summary>Refuses a name that git would not take or has no place for, and a branch that a working tree stands on, whose HEAD would move.</summary>
    public void RequireUsable()
    {
        if (!Reference.IsValidName(name) || target.Branch.StartsWith('-') || target.Branch is "HEAD" || name.Any(char.IsWhiteSpace))
        {
            throw new GitException(GitFailure.NotABranchName(target.Branch));
        }

        var parts = name.Split('/');
        var blocking = Enumerable.Range(3, parts.Length - 3)
            .Select(count => string.Join('/', parts.Take(count)))
            .Where(parent => repository.Git.Refs[parent] is not null)
            .Concat(repository.Git.Refs.FromGlob(name + "/*").Select(reference => reference.CanonicalName))
            .FirstOrDefault();
        if (blocking is not null)
        {
            throw new GitException(GitFailure.BranchInTheWay(target.Branch, blocking["refs/heads/".Length..]));
        }

        var linked = Path.Combine(repository.CommonFolder, "worktrees");
        var folders = Directory.Exists(linked) ? Directory.GetDirectories(linked).Order(StringComparer.Ordinal).ToList() : [];
        if (repository.GitFolder == repository.CommonFolder || !repository.Configuration.IsTrue("core.bare"))
        {
            folders.Insert(0, repository.CommonFolder);
        }

        string[] marks = ["HEAD", "rebase-merge/head-name", "rebase-apply/head-name"];
        if (folders.Find(folder => marks.Any(mark => NameIn(folder, mark) is { } head && (head == name || head == "ref: " + name))) is { } user)
        {
            var dotGit = NameIn(user, "gitdir") is { } pointer ? Path.GetFullPath(pointer, user) : user;
            var tree = user == repository.GitFolder ? repository.WorkingTree : Path.GetDirectoryName(dotGit);
            throw new GitException(GitFailure.CheckedOut(target.Branch, tree, isMainTree: user == repository.CommonFolder));
        }
    }

    /// <summary>Our newest commit on the branch, if any; it is the tip unless others have committed on top.</summary>
    public Commit? NewestOurs(Commit tip, Commit baseCommit) => BeyondBase(tip, baseCommit).FirstOrDefault(CommitMessage.IsOurs);

    /// <summary>
    /// Whether the base has all that the branch changes: after a merge its commits, and after a squash, with whatever a reviewer added, its files
    /// as they were on the branch, be it that they have changed since.
    /// </summary>
    public bool IsMerged(Commit tip, Commit baseCommit)
    {
        if (!BeyondBase(tip, baseCommit).Any() || tip.Tree.Id == baseCommit.Tree.Id)
        {
            return true;
        }

        // A shallow clone does not know what the branch has changed.
        if (repository.Git.Info.IsShallow || repository.Git.ObjectDatabase.FindMergeBase(tip, baseCommit) is not { } common)
        {
            return false;
        }

        using var changes = repository.Git.Diff.Compare<TreeChanges>(common.Tree, tip.Tree, new CompareOptions { Similarity = SimilarityOptions.None });
        var changed = changes.Select(change => (change.Path, tip[change.Path]?.Target.Id)).ToList();
        return repository.Git.Commits
            .QueryBy(new CommitFilter { IncludeReachableFrom = baseCommit, ExcludeReachableFrom = common, FirstParentOnly = true })
            .Any(commit => changed.All(file => commit[file.Path]?.Target.Id == file.Id));
    }

    /// <summary>Refuses a branch that holds commits of others, unless force is set.</summary>
    public void RequireOurs(Commit? tip, Commit baseCommit)
    {
        if (tip is null || target.Force || ForeignCommits(tip, baseCommit) is not { Count: > 0 } foreign || IsMerged(tip, baseCommit))
        {
            return;
        }

        var named = string.Join(", ", foreign.Take(MostNamed).Select(commit => $"{commit.Sha[..7]} '{commit.MessageShort}' by {commit.Committer.Name}"));
        var more = foreign.Count > MostNamed ? $" and {foreign.Count - MostNamed} more" : "";
        throw new GitException(GitFailure.CommitsOfOthers(target.Branch, named + more));
    }

    /// <summary>The contents of those of some files of the project that the branch has.</summary>
    public Dictionary<string, byte[]> Read(IEnumerable<string> paths) => Tip?.Tree is not { } tree ? [] : paths
        .Select(path => (Path: path, TrackedFile.Find(repository, tree, path).Entry?.Target))
        .Where(file => file.Target is Blob)
        .ToDictionary(file => file.Path, file => StoredContent.Bytes((Blob)file.Target!), StringComparer.Ordinal);

    /// <summary>Moves the branch under git's lock if it names what is expected (<c>null</c>: if it does not exist); returns what kept it from moving.</summary>
    public string? Move(ObjectId? expected, Commit commit)
    {
        var message = "detectkit: " + commit.MessageShort;
        if (repository.IsReadByGit)
        {
            string[] options = ["-c", "core.hooksPath=/dev/null", "-c", "core.filesRefLockTimeout=0"];
            var answer = GitProgram.Run(
                repository.WorkingTree,
                [.. options, "update-ref", "--no-deref", "-m", message, name, commit.Sha, (expected ?? ObjectId.Zero).Sha],
                CommitSignature.Variables("COMMITTER", commit.Committer));
            return answer.ExitCode == 0 ? null : answer.Errors;
        }

        try
        {
            // The library locks the branch, but compares with what it reads itself just before: other runs wait for their turn.
            using var turn = new FileStream(
                Path.Combine(repository.CommonFolder, "objects", "tmp_detectkit"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            if (Id != expected)
            {
                return "it has moved";
            }

            repository.Git.Refs.Add(name, commit.Id, message, allowOverwrite: true);
            return null;
        }
        catch (Exception e) when (e is LibGit2SharpException or IOException)
        {
            return e.Message;
        }
    }

    // Newest first. Below our lowest commit lies the base it was built on, which need not be part of the present one: it may have been
    // rewritten, or cut off by a shallow clone, where nothing but the tip can be judged.
    private List<Commit> ForeignCommits(Commit tip, Commit baseCommit)
    {
        var beyondBase = BeyondBase(tip, baseCommit).ToList();
        var lowestOurs = repository.Git.Info.IsShallow ? 0 : beyondBase.FindLastIndex(CommitMessage.IsOurs);
        return [.. beyondBase.Take(Math.Max(lowestOurs + 1, 1)).Where(commit => !CommitMessage.IsOurs(commit))];
    }

    private ICommitLog BeyondBase(Commit tip, Commit baseCommit) =>
        repository.Git.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = tip, ExcludeReachableFrom = baseCommit, SortBy = CommitSortStrategies.Topological });

    private static string? NameIn(string folder, string file) =>
        Path.Combine(folder, file) is var path && File.Exists(path) ? File.ReadAllText(path).Trim() : null;
}
