using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>A file's path from the root of the repository, links followed, and what a commit holds there, <c>null</c> for nothing.</summary>
internal sealed record TrackedFile(string Path, TreeEntry? Entry)
{
    private const int MostLinks = 40;

    /// <summary>The mode that the file keeps, or gets when it is new.</summary>
    public Mode Mode => Entry?.Mode ?? Mode.NonExecutableFile;

    /// <summary>Follows a path of the project through a tree, not the disk: a link stays one, and what it leads to changes.</summary>
    public static TrackedFile Find(ProjectRepository repository, Tree tree, string projectPath) =>
        Follow(tree, repository.Prefix + (System.IO.Path.DirectorySeparatorChar == '\\' ? projectPath.Replace('\\', '/') : projectPath), projectPath, MostLinks);

    /// <summary>The same for a path from the root of the repository; <c>null</c> if it cannot be there.</summary>
    public static TrackedFile? At(Tree tree, string path) => GitException.Catch<TrackedFile?>(
        () => Follow(tree, path, path, MostLinks),
        failure => failure.Rule == BuildRules.FileOutsideRepository ? null : throw new GitException(failure));

    private static TrackedFile Follow(Tree tree, string path, string projectPath, int linksLeft)
    {
        var walked = new List<string>();
        var parts = path.Split('/').Where(part => part.Length > 0 && part != ".").ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "..")
            {
                walked.RemoveAt(walked.Count > 0 ? walked.Count - 1 : throw Outside("leads out of the repository: keep metric files inside it"));
                continue;
            }

            walked.Add(parts[i]);
            var entry = tree[string.Join('/', walked)];
            if (entry?.Mode == Mode.SymbolicLink)
            {
                var target = ((Blob)entry.Target).GetContentText();
                return target.StartsWith('/') || System.IO.Path.IsPathRooted(target)
                    ? throw Outside($"is reached through the link '{entry.Path}' to the absolute path '{target}', which git cannot follow: use a relative link inside the repository")
                    : linksLeft == 0
                    ? throw Outside($"is reached through links that form a loop at '{entry.Path}'")
                    : Follow(tree, string.Join('/', [.. walked[..^1], target, .. parts[(i + 1)..]]), projectPath, linksLeft - 1);
            }

            if (entry?.Mode == Mode.GitLink)
            {
                throw Outside($"lies in the submodule '{entry.Path}', another repository than the project's: tune it from a project inside the submodule");
            }

            if (entry is not null && entry.TargetType != TreeEntryTargetType.Tree && i < parts.Length - 1)
            {
                throw Outside($"would lie under '{entry.Path}', which is a file in the base commit");
            }
        }

        var file = string.Join('/', walked);
        var found = file.Length == 0 ? null : tree[file];
        return file.Length == 0 || found?.TargetType == TreeEntryTargetType.Tree ? throw Outside("is a folder in the base commit") : new TrackedFile(file, found);

        GitException Outside(string why) => new(GitFailure.OutsideRepository(projectPath, why));
    }
}
