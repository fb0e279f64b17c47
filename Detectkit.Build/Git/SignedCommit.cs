using System.Text;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Has git make a signed commit, with the program and the key that it would use for one of its own.</summary>
internal static class SignedCommit
{
    public static bool IsAskedFor(ProjectRepository repository) => repository.Configuration.IsTrue("commit.gpgsign");

    /// <summary>Refuses a missing git, and a program that git would start from the working tree, where anybody's merge request can have put it.</summary>
    public static void RequirePossible(ProjectRepository repository)
    {
        foreach (var key in IsAskedFor(repository) ? ProgramKeys(repository.Configuration) : [])
        {
            var program = repository.Configuration.Text(key)?.TrimStart(' ', '"', '\'').Split(' ', '"', '\'')[0];
            if (program is { Length: > 0 } && program.AsSpan().ContainsAny('/', '\\') && program[0] is not ('~' or '%') && !Path.IsPathFullyQualified(program))
            {
                throw new GitException(GitFailure.NotSigned($"{key} is the relative path '{program}', which anybody who changes the project's files could replace: write the absolute path, or a name on the PATH"));
            }
        }
    }

    public static Commit Create(ProjectRepository repository, Tree tree, Commit parent, Signature author, Signature committer, string message, CancellationToken cancellation)
    {
        var answer = GitProgram.Run(
            repository.WorkingTree,
            ["-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree.Sha, "-p", parent.Sha, "-S"],
            [.. CommitSignature.Variables("AUTHOR", author), .. CommitSignature.Variables("COMMITTER", committer)],
            Encoding.UTF8.GetBytes(message),
            cancellation);
        var key = repository.Configuration.Text("user.signingkey");
        return answer.ExitCode == 0
            ? repository.Git.Lookup<Commit>(answer.Output.Trim())
            : throw new GitException(GitFailure.NotSigned($"git made no signature{(key is null ? "" : $" with the key '{key}'")}: {Reason(answer.Errors)}"));
    }

    private static string[] ProgramKeys(RepositoryConfiguration configuration) => configuration.Text("gpg.format") switch
    {
        _ when !GitProgram.IsThere => throw new GitException(GitFailure.NotSigned("only git itself signs, and 'git' is not in an absolute folder of the PATH")),
        null or "openpgp" => ["gpg.program", "gpg.openpgp.program"],
        "x509" => ["gpg.x509.program"],
        "ssh" when configuration.Text("user.signingkey") is null => ["gpg.ssh.program", "gpg.ssh.defaultkeycommand"],
        "ssh" => ["gpg.ssh.program"],
        _ => [],
    };

    private static string Reason(string errors) =>
        string.Join("; ", errors.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("[GNUPG:]", StringComparison.Ordinal)));
}
