using LibGit2Sharp;
using Settings = LibGit2Sharp.Configuration;

namespace Detectkit.Build.Git;

/// <summary>Git's configuration as git tells it. Without git the library reads the files; what it cannot read is then an error, not somebody else's commit.</summary>
internal sealed class RepositoryConfiguration(ProjectRepository repository)
{
    private static readonly string[] UnknownVariables =
    [
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS",
        "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
    ];

    private readonly Lazy<(string Key, string? Value)[]> entries = new(() => repository.IsReadByGit ? AskGit(repository) : ReadFiles(repository));

    /// <summary>A setting, section and name in small letters; <c>null</c> if unset or empty.</summary>
    public string? Text(string key) => Find(key).Value is { Length: > 0 } value ? value : null;

    /// <summary>A setting that is true or false; what is neither is true, so that nothing is left out for a typing mistake.</summary>
    public bool IsTrue(string key) => Find(key) is { Key: not null } found && found.Value?.ToUpperInvariant() is not ("" or "FALSE" or "NO" or "OFF" or "0");

    private (string Key, string? Value) Find(string key) => Array.FindLast(entries.Value, entry => entry.Key == key);

    private static (string Key, string? Value)[] AskGit(ProjectRepository repository) =>
    [
        .. GitProgram.Run(repository.WorkingTree, ["config", "--list", "-z"]).Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('\n', 2))
            .Select(entry => (entry[0], entry.ElementAtOrDefault(1))),
    ];

    private static (string Key, string? Value)[] ReadFiles(ProjectRepository repository)
    {
        // In a linked worktree the library looks for the repository's settings where there are none; a file read alone has no conditions.
        var isLinked = repository.GitFolder != repository.CommonFolder;
        using var shared = isLinked ? Settings.BuildFrom(Path.Combine(repository.CommonFolder, "config")) : null;
        var read = (shared ?? repository.Git.Config).OrderBy(entry => entry.Level).Select(entry => (entry.Key, (string?)entry.Value)).ToArray();
        var unknown = read.Select(entry => entry.Key)
            .Where(key => key.StartsWith("includeif.", StringComparison.Ordinal))
            .FirstOrDefault(key => isLinked || key.Split('.', ':')[1] is not ("gitdir" or "gitdir/i" or "onbranch"))
            ?? UnknownVariables.FirstOrDefault(name => Environment.GetEnvironmentVariable(name) is not null)
            ?? (File.Exists(Path.Combine(repository.GitFolder, "config.worktree")) ? "config.worktree" : null);
        return unknown is null ? read : throw new GitException(GitFailure.OnlyGitUnderstands(unknown));
    }
}
