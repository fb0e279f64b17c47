using System.Globalization;
using System.Text;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Has git make a signed commit, with the program and the key that it would use for one of its own.</summary>
internal sealed class SignedCommit(ProjectRepository repository, Quarantine quarantine)
{
    private static readonly string[] ProgramKeys = ["gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program", "gpg.ssh.defaultkeycommand"];

    /// <summary>Whether <c>commit.gpgSign</c> asks for signatures.</summary>
    public bool IsAskedFor => repository.Configuration.IsTrue("commit.gpgsign");

    /// <summary>Makes the commit in the quarantine.</summary>
    /// <param name="tree">Its tree.</param>
    /// <param name="parent">Its parent.</param>
    /// <param name="author">Its author.</param>
    /// <param name="committer">Its committer, whose key it is if none is configured.</param>
    /// <param name="message">Its message.</param>
    /// <param name="cancellation">Stops git.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="GitRefusedException">There is no signature to be had.</exception>
    public Commit Create(Tree tree, Commit parent, Signature author, Signature committer, string message, CancellationToken cancellation)
    {
        RequireNoProgramOfTheProject();
        KeyValuePair<string, string>[] environment =
        [
            new("GIT_OBJECT_DIRECTORY", quarantine.ObjectFolder),
            new("GIT_AUTHOR_NAME", author.Name), new("GIT_AUTHOR_EMAIL", author.Email), new("GIT_AUTHOR_DATE", Date(author.When)),
            new("GIT_COMMITTER_NAME", committer.Name), new("GIT_COMMITTER_EMAIL", committer.Email), new("GIT_COMMITTER_DATE", Date(committer.When)),
        ];
        var answer = GitProgram.Run(
            repository.WorkingTree, ["-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree.Sha, "-p", parent.Sha, "-S"], Encoding.UTF8.GetBytes(message), environment, cancellation)
            ?? throw Failed("only git itself signs, and 'git' is not in an absolute folder of the PATH");
        return answer.ExitCode == 0
            ? quarantine.Git.Lookup<Commit>(answer.Text.Trim())
            : throw Failed($"git made no signature{(repository.Configuration.Text("user.signingkey") is { } key ? $" with the key '{key}'" : "")}: {Reason(answer.Errors)}");
    }

    // Git would start it from the working tree, where anybody's merge request can have put it.
    private void RequireNoProgramOfTheProject()
    {
        foreach (var key in ProgramKeys)
        {
            var program = repository.Configuration.Text(key)?.TrimStart(' ', '"', '\'').Split(' ', '"', '\'')[0];
            if (program is { Length: > 0 } && program.AsSpan().IndexOfAny('/', '\\') >= 0 && program[0] is not ('~' or '%') && !Path.IsPathFullyQualified(program))
            {
                throw Failed($"{key} is the relative path '{program}', which anybody who changes the project's files could replace: write the absolute path, or a name on the PATH");
            }
        }
    }

    private static string Date(DateTimeOffset when) =>
        string.Create(CultureInfo.InvariantCulture, $"@{when.ToUnixTimeSeconds()} {(when.Offset < TimeSpan.Zero ? '-' : '+')}{when.Offset:hhmm}");

    private static string Reason(string errors) =>
        string.Join("; ", errors.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("[GNUPG:]", StringComparison.Ordinal)));

    private static GitRefusedException Failed(string why) =>
        new(BuildRules.SigningFailed, $"commit.gpgsign is on, but {why}; fix the key, or turn it off for this repository with 'git config commit.gpgsign false'");
}
