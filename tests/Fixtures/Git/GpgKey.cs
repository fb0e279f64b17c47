namespace Detectkit.Build.Git;

/// <summary>A key of gpg with a key ring of its own, which a repository is set up to sign with.</summary>
internal sealed class GpgKey : IDisposable
{
    private readonly string home;

    private GpgKey(string home) => this.home = home;

    /// <summary>Makes the key of the repository's user.</summary>
    public static GpgKey For(TemporaryRepository repository)
    {
        // Short, as the agent's socket lies in it.
        var home = Directory.CreateTempSubdirectory("gpg-").FullName;

        // gpg gets its own key ring through a wrapper, as the library hands git's environment down unchanged.
        var wrapper = Path.Combine(repository.Beside, "gpg-wrapper");
        File.WriteAllText(wrapper, $"#!/bin/sh\nexec gpg --homedir {home} --batch --no-tty \"$@\"\n");
        IsolatedGit.Program("chmod", repository.Beside, "+x", wrapper);
        var made = IsolatedGit.Program(wrapper, repository.Beside, "--passphrase", "", "--quick-gen-key", "Ada Example <ada@example.org>", "ed25519", "sign", "never");
        Assert.True(made.ExitCode == 0, made.Errors);
        repository.Git("config", "gpg.program", wrapper);
        return new GpgKey(home);
    }

    public void Dispose()
    {
        IsolatedGit.Program("gpgconf", home, "--homedir", home, "--kill", "all");
        Directory.Delete(home, recursive: true);
    }
}
