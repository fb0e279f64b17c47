using System.Text;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Signs a commit with the program and the key that git would use.</summary>
internal sealed class CommitSigner(ProjectRepository repository, Quarantine quarantine)
{
    /// <summary>Whether <c>commit.gpgSign</c> asks for signatures.</summary>
    /// <returns>True if it does.</returns>
    public bool IsAskedFor() => repository.Configuration.IsTrue("commit.gpgsign");

    /// <summary>Signs a commit.</summary>
    /// <param name="commit">The commit's text.</param>
    /// <param name="committer">The committer, whose key it is if none is configured.</param>
    /// <param name="cancellation">Stops the program.</param>
    /// <returns>The signature for the commit's header.</returns>
    /// <exception cref="GitRefusedException">There is no signature to be had.</exception>
    public string Sign(string commit, Signature committer, CancellationToken cancellation)
    {
        var format = Text("gpg.format") ?? "openpgp";
        var signature = format switch
        {
            "openpgp" => SignByGpg(Text("gpg.openpgp.program") ?? Text("gpg.program") ?? "gpg", commit, committer, cancellation),
            "x509" => SignByGpg(Text("gpg.x509.program") ?? "gpgsm", commit, committer, cancellation),
            "ssh" => SignBySsh(Text("gpg.ssh.program") ?? "ssh-keygen", commit, cancellation),
            _ => throw Failed($"gpg.format '{format}' is not known: openpgp, x509 and ssh are"),
        };
        return signature.ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private string SignByGpg(string program, string commit, Signature committer, CancellationToken cancellation)
    {
        var key = Text("user.signingkey") ?? $"{committer.Name} <{committer.Email}>";
        var run = Run(program, ["--status-fd=2", "-bsau", key], Encoding.UTF8.GetBytes(commit), cancellation);
        return run.ExitCode == 0 && run.Errors.Contains("[GNUPG:] SIG_CREATED ", StringComparison.Ordinal)
            ? Encoding.ASCII.GetString(run.Output)
            : throw Failed($"'{program}' made no signature with the key '{key}': {Reason(run.Errors)}");
    }

    private string SignBySsh(string program, string commit, CancellationToken cancellation)
    {
        var key = Text("user.signingkey") ?? throw Failed("gpg.format is ssh and user.signingkey is not set: set it to the key file");
        var arguments = new List<string> { "-Y", "sign", "-n", "git" };
        if (key.StartsWith("key::", StringComparison.Ordinal) || key.StartsWith("ssh-", StringComparison.Ordinal))
        {
            // A public key written out: its private half is with the agent.
            var publicKey = quarantine.TemporaryFile("signing-key");
            File.WriteAllText(publicKey, (key.StartsWith("key::", StringComparison.Ordinal) ? key["key::".Length..] : key) + "\n");
            arguments.AddRange(["-f", publicKey, "-U"]);
        }
        else
        {
            arguments.AddRange(["-f", Expand(key)]);
        }

        var file = quarantine.TemporaryFile("to-sign");
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(commit));
        var run = Run(program, [.. arguments, file], default, cancellation);
        var signature = file + ".sig";
        return run.ExitCode == 0 && File.Exists(signature)
            ? File.ReadAllText(signature)
            : throw Failed($"'{program}' made no signature with the key '{key}': {Reason(run.Errors)}");
    }

    private OutsideProgram Run(string program, IReadOnlyList<string> arguments, byte[]? input, CancellationToken cancellation) =>
        OutsideProgram.Run(Expand(program), arguments, repository.WorkingTree, input, new Dictionary<string, string>(), cancellation)
        ?? throw Failed($"the signing program '{program}' was not found");

    private string? Text(string key) => repository.Configuration.Text(key);

    private static string Expand(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]) : path;

    // What comes before the last line is chatter: folders made, keys skipped.
    private static string Reason(string errors) =>
        errors.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0 && !line.StartsWith("[GNUPG:]", StringComparison.Ordinal)) ?? "it said nothing";

    private static GitRefusedException Failed(string why) =>
        new(BuildRules.SigningFailed, $"commit.gpgsign is on, but {why}; fix the key, or turn it off for this repository with 'git config commit.gpgsign false'");
}
