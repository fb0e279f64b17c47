using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>
/// Git's configuration as git tells it. Without git's program the library reads the files; what it cannot read is then an error, as
/// the commit would be somebody else's, or unsigned.
/// </summary>
internal sealed class RepositoryConfiguration
{
    private static readonly string[] KnownConditions = ["includeif.gitdir:", "includeif.gitdir/i:", "includeif.onbranch:"];

    private static readonly string[] UnknownVariables =
    [
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS",
        "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
    ];

    private readonly Lazy<List<KeyValuePair<string, string?>>?> told;
    private readonly Lazy<List<KeyValuePair<string, string?>>> entries;

    public RepositoryConfiguration(Repository git, string gitFolder, string commonFolder, string workingTree)
    {
        told = new(() => AskGit(workingTree));
        entries = new(() => told.Value ?? ReadFiles(git, gitFolder, commonFolder));
    }

    /// <summary>Whether git has told it; not if there is no git, or one too old for this repository.</summary>
    /// <exception cref="GitRefusedException">Git holds the repository for somebody else's.</exception>
    public bool IsToldByGit => told.Value is not null;

    /// <summary>Refuses a configuration that cannot be read, where git need not be started to know that.</summary>
    /// <exception cref="GitRefusedException">There is no git, and a file or a variable that only git understands.</exception>
    public void RequireReadable()
    {
        if (!GitProgram.IsThere)
        {
            _ = entries.Value;
        }
    }

    /// <summary>Reads a setting.</summary>
    /// <param name="keys">Its keys, section and name in small letters; the one set last counts.</param>
    /// <returns>The value, <c>null</c> if unset or empty.</returns>
    /// <exception cref="GitRefusedException">The configuration cannot be read.</exception>
    public string? Text(params string[] keys) =>
        entries.Value.LastOrDefault(entry => keys.Contains(entry.Key, StringComparer.Ordinal)) is { Value.Length: > 0 } found ? found.Value : null;

    /// <summary>Reads a setting that is true or false; what is neither is true, so that nothing is left out for a typing mistake.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True if it is set, and not to one of git's words for false.</returns>
    /// <exception cref="GitRefusedException">The configuration cannot be read.</exception>
    public bool IsTrue(string key) =>
        entries.Value.LastOrDefault(entry => entry.Key == key) is { Key: not null } found
        && found.Value?.ToUpperInvariant() is not ("" or "FALSE" or "NO" or "OFF" or "0");

    // In a repository of another owner 'git config' leaves out the repository's own file without a word; 'git rev-parse' fails.
    private static List<KeyValuePair<string, string?>>? AskGit(string workingTree)
    {
        if (Ask(workingTree, "rev-parse", "--git-dir") is null || Ask(workingTree, "config", "--list", "-z") is not { } list)
        {
            return null;
        }

        return [.. list.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry =>
            entry.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? new(entry[..end], entry[(end + 1)..]) : KeyValuePair.Create(entry, (string?)null))];
    }

    private static string? Ask(string workingTree, params string[] arguments)
    {
        var answer = GitProgram.Run(workingTree, arguments, environment: [new("LC_ALL", "C")]);
        return answer is { ExitCode: not 0 } && answer.Errors.Contains("safe.directory", StringComparison.Ordinal)
            ? throw ProjectRepository.OwnedByAnother(workingTree, null)
            : answer is { ExitCode: 0 } ? answer.Text : null;
    }

    private static List<KeyValuePair<string, string?>> ReadFiles(Repository git, string gitFolder, string commonFolder)
    {
        var entries = Entries(git.Config);

        // In a linked worktree the library looks for the repository's own settings in the worktree's git folder, where there are none.
        if (gitFolder != commonFolder)
        {
            entries.AddRange(Read(Path.Combine(commonFolder, "config")));
            var own = Path.Combine(gitFolder, "config.worktree");
            if (File.Exists(own) && entries.LastOrDefault(entry => entry.Key == "extensions.worktreeconfig").Value == "true")
            {
                entries.AddRange(Read(own));
            }
        }

        var unknown = entries.Select(entry => entry.Key)
            .FirstOrDefault(key => key.StartsWith("includeif.", StringComparison.Ordinal) && !KnownConditions.Any(known => key.StartsWith(known, StringComparison.Ordinal)))
            ?? UnknownVariables.FirstOrDefault(name => Environment.GetEnvironmentVariable(name) is not null);
        return unknown is null
            ? entries
            : throw new GitRefusedException(
                BuildRules.ConfigurationUnreadable,
                $"only git itself understands '{unknown}', which may say who commits and whether the commit is signed, and no 'git' that reads this repository is in an absolute folder of the PATH: put one there, or set AutotuneCommit=false");
    }

    private static List<KeyValuePair<string, string?>> Read(string file)
    {
        using var configuration = LibGit2Sharp.Configuration.BuildFrom(file);
        return Entries(configuration);
    }

    private static List<KeyValuePair<string, string?>> Entries(LibGit2Sharp.Configuration configuration) =>
        [.. configuration.OrderBy(entry => entry.Level).Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value))];
}
