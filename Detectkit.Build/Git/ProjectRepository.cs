using System.Text.RegularExpressions;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The repository that holds the project, opened with every check git itself makes.</summary>
internal sealed partial class ProjectRepository : IDisposable
{
    // What these extensions ask of a program holds here: objects that a partial clone lacks are an error and no crash, nothing is ever
    // pruned, and a worktree's relative paths are resolved. The library would refuse the repositories otherwise.
    private static readonly string[] HarmlessExtensions = ["partialclone", "preciousobjects", "relativeworktrees"];

    // The library has one switch for all.
    private static readonly Lock OwnerCheck = new();

    static ProjectRepository() => GlobalSettings.SetExtensions(HarmlessExtensions);

    private ProjectRepository(Repository git, string gitFolder, string workingTree, string prefix)
    {
        Git = git;
        CommonFolder = CommonFolderOf(gitFolder);
        GitFolder = gitFolder;
        WorkingTree = workingTree;
        Prefix = prefix;
        Configuration = new RepositoryConfiguration(git, gitFolder, CommonFolder, workingTree);
    }

    /// <summary>The open repository; only ever read from.</summary>
    public Repository Git { get; }

    /// <summary>Git's configuration.</summary>
    public RepositoryConfiguration Configuration { get; }

    /// <summary>The git folder of this working tree: <c>.git</c>, or its own folder for a linked worktree or a submodule.</summary>
    public string GitFolder { get; }

    /// <summary>The git folder that all worktrees share, with the objects and the branches.</summary>
    public string CommonFolder { get; }

    /// <summary>The root of the working tree, links followed.</summary>
    public string WorkingTree { get; }

    /// <summary>The project's place in the tree, <c>""</c> or <c>"a/b/"</c>.</summary>
    public string Prefix { get; }

    /// <summary>Finds and opens the repository of a project.</summary>
    /// <param name="projectRoot">The folder of the project file.</param>
    /// <returns>The repository, to be disposed.</returns>
    /// <exception cref="GitRefusedException">There is none, or it cannot be used.</exception>
    public static ProjectRepository Open(string projectRoot)
    {
        var root = RealPath.Of(projectRoot);
        var found = Repository.Discover(root)
            ?? throw new GitRefusedException(
                BuildRules.NoRepository,
                $"no git repository holds '{root}': run 'git init' and commit the metrics, or set AutotuneCommit=false to write the tuned YAML into the folder");
        var git = OpenChecked(found, root);
        try
        {
            var workingTree = git.Info.WorkingDirectory
                ?? throw new GitRefusedException(
                    BuildRules.BareRepository,
                    $"the repository '{found}' is bare and has no working tree: clone it, or add a worktree with 'git worktree add', and tune there");
            workingTree = RealPath.Of(workingTree);
            return new ProjectRepository(git, Path.TrimEndingDirectorySeparator(Path.GetFullPath(found)), workingTree, PrefixOf(root, workingTree));
        }
        catch
        {
            git.Dispose();
            throw;
        }
    }

    /// <summary>Finds the commit that the new one is built on.</summary>
    /// <param name="revision">What git calls a revision.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="GitRefusedException">There is no such commit.</exception>
    public Commit BaseCommit(string revision)
    {
        if (revision == "HEAD" && Git.Info.IsHeadUnborn)
        {
            throw new GitRefusedException(
                BuildRules.UnbornHead,
                "the repository has no commit yet: commit the metrics first, or set AutotuneCommit=false to write the tuned YAML into the folder");
        }

        try
        {
            return (revision.Length == 0 ? null : Git.Lookup(revision))?.Peel<Commit>() ?? throw NoBase(revision, "there is no such revision", null);
        }
        catch (LibGit2SharpException e)
        {
            throw NoBase(revision, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Git.Dispose();

    private static GitRefusedException NoBase(string revision, string why, Exception? cause) =>
        new(BuildRules.BaseNotFound, $"AutotuneBase '{revision}' names no commit ({why}): a branch, a tag or a commit id is allowed; a shallow clone may lack it, 'git fetch' brings it", null, cause);

    /// <summary>The refusal of a repository that belongs to somebody else.</summary>
    /// <param name="folder">The folder as git's check knows it.</param>
    /// <param name="cause">What the library said.</param>
    /// <returns>The exception.</returns>
    public static GitRefusedException OwnedByAnother(string folder, Exception? cause) => new(
        BuildRules.RepositoryOfAnotherUser,
        $"the repository '{folder}' belongs to another user, and its configuration could run programs as you: if you trust it, run 'git config --global --add safe.directory {folder}'",
        null,
        cause);

    private static Repository OpenChecked(string gitFolder, string root)
    {
        try
        {
            lock (OwnerCheck)
            {
                return new Repository(gitFolder);
            }
        }
        catch (LibGit2SharpException e) when (NotOwned().Match(e.Message) is { Success: true } match)
        {
            // The library gives this failure no type of its own; its text names the folder as git's check knows it. It reads only some of the
            // places where git looks for safe.directory.
            return GitProgram.Run(root, ["rev-parse", "--git-dir"]) is { ExitCode: 0 } ? OpenUnchecked(gitFolder) : throw OwnedByAnother(match.Groups["path"].Value, e);
        }
        catch (LibGit2SharpException e)
        {
            throw new GitRefusedException(BuildRules.RepositoryUnreadable, $"the repository '{gitFolder}' cannot be opened: {e.Message.TrimEnd('.')}; set AutotuneCommit=false to tune without committing", null, e);
        }
    }

    private static Repository OpenUnchecked(string gitFolder)
    {
        lock (OwnerCheck)
        {
            GlobalSettings.SetOwnerValidation(false);
            try
            {
                return new Repository(gitFolder);
            }
            finally
            {
                GlobalSettings.SetOwnerValidation(true);
            }
        }
    }

    private static string PrefixOf(string root, string workingTree)
    {
        var relative = Path.GetRelativePath(workingTree, root).Replace('\\', '/');
        if (relative == ".")
        {
            return "";
        }

        var parts = relative.Split('/');
        if (Path.IsPathRooted(relative) || parts[0] == ".." || parts.Contains(".git", StringComparer.OrdinalIgnoreCase))
        {
            throw new GitRefusedException(BuildRules.NoRepository, $"the project '{root}' lies outside the working tree '{workingTree}' of its repository: move it inside, or set AutotuneCommit=false");
        }

        return relative + "/";
    }

    private static string CommonFolderOf(string gitFolder)
    {
        var pointer = Path.Combine(gitFolder, "commondir");
        return File.Exists(pointer)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(File.ReadAllText(pointer).TrimEnd('\r', '\n'), Path.GetFullPath(gitFolder)))
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(gitFolder));
    }

    [GeneratedRegex("'(?<path>.*)' is not owned by current user", RegexOptions.CultureInvariant)]
    private static partial Regex NotOwned();
}
