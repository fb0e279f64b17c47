using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The repository that holds the project, opened with every check git itself makes.</summary>
internal sealed class ProjectRepository : IDisposable
{
    static ProjectRepository()
    {
        // What these ask of a program holds here: objects that a partial clone lacks are an error and no crash, nothing is ever pruned, and a
        // worktree's relative paths are resolved. The library would refuse the repositories otherwise.
        GlobalSettings.SetExtensions("partialclone", "preciousobjects", "relativeworktrees");

        // The library reads only some of the places where git looks for safe.directory.
        GlobalSettings.SetOwnerValidation(GitProgram.Run(Path.GetTempPath(), ["--version"]).ExitCode is null);
    }

    private ProjectRepository(Repository git, string root)
    {
        Git = git;
        IsReadByGit = AskGit(root);
        GitFolder = Path.TrimEndingDirectorySeparator(git.Info.Path);
        var pointer = Path.Combine(GitFolder, "commondir");
        CommonFolder = File.Exists(pointer) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(File.ReadAllText(pointer).TrimEnd(), GitFolder)) : GitFolder;
        WorkingTree = RealPath.Of(git.Info.WorkingDirectory ?? throw new GitException(GitFailure.IsBare(git.Info.Path)));
        var relative = Path.GetRelativePath(WorkingTree, root).Replace('\\', '/');
        var isInside = !Path.IsPathRooted(relative) && relative.Split('/') is var parts && parts[0] != ".." && !parts.Contains(".git", StringComparer.OrdinalIgnoreCase);
        Prefix = !isInside ? throw new GitException(GitFailure.OutsideWorkingTree(root, WorkingTree)) : relative == "." ? "" : relative + "/";
        Configuration = new RepositoryConfiguration(this);
    }

    public Repository Git { get; }
    public RepositoryConfiguration Configuration { get; }
    public bool IsReadByGit { get; } // There is a git, and one that is not too old for this repository.
    public string GitFolder { get; } // .git, or the own folder of a linked worktree or a submodule.
    public string CommonFolder { get; } // The git folder that all worktrees share, with the objects and the branches.
    public string WorkingTree { get; } // Links followed.
    public string Prefix { get; } // The project's place in the tree, "" or "a/b/".

    public static ProjectRepository Open(string projectRoot)
    {
        var root = RealPath.Of(projectRoot);
        var found = Repository.Discover(root) ?? throw new GitException(GitFailure.NoRepository(root));
        Repository? git = null;
        try
        {
            git = new Repository(found);
            return new ProjectRepository(git, root);
        }
        catch (LibGit2SharpException e) when (git is null)
        {
            // The library gives this failure no type of its own.
            throw e.Message.Contains("is not owned by current user", StringComparison.Ordinal)
                ? OwnedByAnother(e.Message)
                : new GitException(GitFailure.CannotBeOpened(found, e.Message.TrimEnd('.')));
        }
        catch
        {
            git?.Dispose();
            throw;
        }
    }

    /// <summary>Finds the commit that the new one is built on.</summary>
    public Commit BaseCommit(string revision)
    {
        if (revision == "HEAD" && Git.Info.IsHeadUnborn)
        {
            throw new GitException(GitFailure.HasNoCommit());
        }

        try
        {
            return (revision.Length == 0 ? null : Git.Lookup(revision))?.Peel<Commit>() ?? throw new GitException(GitFailure.NoBase(revision, "there is no such revision"));
        }
        catch (LibGit2SharpException e)
        {
            throw new GitException(GitFailure.NoBase(revision, e.Message));
        }
    }

    public void Dispose() => Git.Dispose();

    private static bool AskGit(string root)
    {
        var answer = GitProgram.Run(root, ["rev-parse", "--git-dir"], [("LC_ALL", "C")]);
        return answer.Errors.Contains("safe.directory", StringComparison.Ordinal) ? throw OwnedByAnother(answer.Errors) : answer.ExitCode == 0;
    }

    // The folder as the check knows it is what the text quotes first.
    private static GitException OwnedByAnother(string said) => new(GitFailure.OwnedByAnother(said.Split('\'')[1]));
}
