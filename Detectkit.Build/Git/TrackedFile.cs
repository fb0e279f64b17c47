using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Where a file of the project lies in the base commit, links followed.</summary>
/// <param name="Path">The path from the root of the repository, with <c>/</c>.</param>
/// <param name="Entry">What the base commit holds there, <c>null</c> for nothing.</param>
internal sealed record TrackedFile(string Path, TreeEntry? Entry)
{
    private const int MostLinks = 40;

    /// <summary>The mode that the file keeps, or gets when it is new.</summary>
    public Mode Mode => Entry?.Mode ?? Mode.NonExecutableFile;

    /// <summary>
    /// Follows a path through the tree of the base commit. The tree decides, not the disk: a link stays a link in the commit, and
    /// the change lands in the file that it leads to.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tree">The tree of the base commit.</param>
    /// <param name="projectPath">The path relative to the project root.</param>
    /// <returns>The place in the tree.</returns>
    /// <exception cref="GitRefusedException">The path leaves the repository, enters a submodule or is a folder.</exception>
    public static TrackedFile Find(ProjectRepository repository, Tree tree, string projectPath) =>
        Find(tree, repository.Prefix + (System.IO.Path.DirectorySeparatorChar == '\\' ? projectPath.Replace('\\', '/') : projectPath), projectPath);

    /// <summary>The same for a path from the root of the repository.</summary>
    /// <param name="tree">The tree of a commit.</param>
    /// <param name="path">The path.</param>
    /// <returns>The place in the tree, <c>null</c> if it cannot be there.</returns>
    public static TrackedFile? At(Tree tree, string path)
    {
        try
        {
            return Find(tree, path, path);
        }
        catch (GitRefusedException)
        {
            return null;
        }
    }

    private static TrackedFile Find(Tree tree, string repositoryPath, string projectPath)
    {
        var pending = new Stack<string>();
        PushParts(pending, repositoryPath);
        var (walked, links) = (new List<string>(), 0);
        TreeEntry? entry = null;
        while (pending.TryPop(out var part))
        {
            if (part == "..")
            {
                if (walked.Count == 0)
                {
                    throw Outside(projectPath, "leads out of the repository: keep metric files inside it");
                }

                walked.RemoveAt(walked.Count - 1);
                continue;
            }

            walked.Add(part);
            entry = tree[string.Join('/', walked)];
            if (entry?.Mode == Mode.SymbolicLink)
            {
                var target = ((Blob)entry.Target).GetContentText();
                if (target.StartsWith('/') || System.IO.Path.IsPathRooted(target))
                {
                    throw Outside(projectPath, $"is reached through the link '{entry.Path}' to the absolute path '{target}', which git cannot follow: use a relative link inside the repository");
                }

                if (++links > MostLinks)
                {
                    throw Outside(projectPath, $"is reached through links that form a loop at '{entry.Path}'");
                }

                walked.RemoveAt(walked.Count - 1);
                PushParts(pending, target);
            }
            else if (entry?.Mode == Mode.GitLink)
            {
                throw Outside(projectPath, $"lies in the submodule '{entry.Path}', another repository than the project's: tune it from a project inside the submodule");
            }
            else if (entry is not null && entry.TargetType != TreeEntryTargetType.Tree && pending.Count > 0)
            {
                throw Outside(projectPath, $"would lie under '{entry.Path}', which is a file in the base commit");
            }
        }

        var path = string.Join('/', walked);
        entry = path.Length == 0 ? null : tree[path];
        return path.Length == 0 || entry?.TargetType == TreeEntryTargetType.Tree
            ? throw Outside(projectPath, "is a folder in the base commit")
            : new TrackedFile(path, entry);
    }

    private static void PushParts(Stack<string> pending, string path)
    {
        foreach (var part in path.Split('/').Reverse().Where(part => part.Length > 0 && part != "."))
        {
            pending.Push(part);
        }
    }

    private static GitRefusedException Outside(string path, string why) => new(BuildRules.FileOutsideRepository, $"'{path}' {why}", path);
}
