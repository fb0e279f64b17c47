using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>
/// Git's configuration as git sees it from this working tree. In a linked worktree the library looks for the repository's own
/// settings in the worktree's git folder, where there are none; here the shared file and the worktree's own are read first.
/// </summary>
internal sealed class RepositoryConfiguration : IDisposable
{
    private readonly List<LibGit2Sharp.Configuration> _own = [];
    private readonly LibGit2Sharp.Configuration _all;

    public RepositoryConfiguration(Repository git, string gitFolder, string commonFolder)
    {
        _all = git.Config;
        if (gitFolder != commonFolder)
        {
            var shared = Read(Path.Combine(commonFolder, "config"));
            _own.Add(shared);
            WorktreeFile = Path.Combine(gitFolder, "config.worktree");
            if (File.Exists(WorktreeFile) && IsTrue("extensions.worktreeConfig"))
            {
                _own.Insert(0, Read(WorktreeFile));
            }
            else
            {
                WorktreeFile = null;
            }
        }
    }

    /// <summary>The worktree's own settings, <c>null</c> if it has none.</summary>
    public string? WorktreeFile { get; }

    /// <summary>Reads a setting.</summary>
    /// <param name="key">The key, as in <c>git config KEY</c>.</param>
    /// <returns>The value, <c>null</c> if unset or empty.</returns>
    public string? Text(string key) => Find<string>(key) is { Value.Length: > 0 } entry ? entry.Value : null;

    /// <summary>Reads a setting that is true or false.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True if it is set to one of git's words for true.</returns>
    public bool IsTrue(string key) => Find<bool>(key)?.Value == true;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var configuration in _own)
        {
            configuration.Dispose();
        }
    }

    private static LibGit2Sharp.Configuration Read(string file) => LibGit2Sharp.Configuration.BuildFrom(file);

    private ConfigurationEntry<T>? Find<T>(string key) =>
        _own.Select(configuration => configuration.Get<T>(key, ConfigurationLevel.Local)).FirstOrDefault(entry => entry is not null) ?? _all.Get<T>(key);
}
