using Detectkit.Tests;

namespace Detectkit.Build.Git;

public sealed class SigningTests
{
    [ProgramFact("gpg")]
    public void A_commit_is_signed_with_the_configured_gpg_key()
    {
        using var repository = TemporaryRepository.WithMetric();
        using var keys = GpgHome(repository);
        repository.Git("config", "commit.gpgsign", "true");

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal(0, IsolatedGit.TryRun(repository.Root, "verify-commit", sha).ExitCode);
        Assert.Equal(repository.Git("rev-parse", "main"), repository.Git("rev-parse", sha + "^"));
        Assert.Equal(sha, Outcome.Unchanged(repository.Tune()));
        Assert.Contains("Detectkit-Run:", repository.Git("log", "-1", "--format=%B", sha), StringComparison.Ordinal);
        repository.AssertSound();
    }

    [ProgramFact("gpg")]
    public void A_key_that_does_not_exist_fails_loudly()
    {
        using var repository = TemporaryRepository.WithMetric();
        using var keys = GpgHome(repository);
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", "user.signingkey", "nobody@example.org");

        Assert.Contains("'nobody@example.org'", Outcome.Refused(BuildRules.SigningFailed, repository.Tune()), StringComparison.Ordinal);
        Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
        repository.AssertSound();
    }

    [Theory]
    [InlineData("gpg.program", "no-such-gpg", "'no-such-gpg' was not found")]
    [InlineData("gpg.program", "false", "made no signature")]
    [InlineData("gpg.program", "true", "made no signature")]
    [InlineData("gpg.format", "wax", "'wax' is not known")]
    [InlineData("gpg.format", "ssh", "user.signingkey is not set")]
    public void A_signature_that_cannot_be_made_fails_loudly(string key, string value, string reason)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", key, value);

        var message = Outcome.Refused(BuildRules.SigningFailed, repository.Tune());

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("commit.gpgsign", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_linked_worktree_signs_as_its_repository_does()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("worktree", "add", "-q", "--detach", "../tree");
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", "gpg.program", "no-such-gpg");

        Outcome.Refused(BuildRules.SigningFailed, repository.At(Path.Combine(repository.Beside, "tree")).Tune());
    }

    [ProgramFact("ssh-keygen")]
    public void A_commit_is_signed_with_an_ssh_key()
    {
        using var repository = TemporaryRepository.WithMetric();
        var key = Path.Combine(repository.Beside, "key");
        IsolatedGit.Program("ssh-keygen", repository.Beside, "-q", "-t", "ed25519", "-N", "", "-f", key);
        File.WriteAllText(key + ".signers", "ada@example.org " + File.ReadAllText(key + ".pub"));
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", "gpg.format", "ssh");
        repository.Git("config", "user.signingkey", key);
        repository.Git("config", "gpg.ssh.allowedSignersFile", key + ".signers");

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal(0, IsolatedGit.TryRun(repository.Root, "verify-commit", sha).ExitCode);
        repository.AssertSound();
    }

    // gpg gets its own key ring through a wrapper, as the library hands git's environment down unchanged.
    private static FolderOwner GpgHome(TemporaryRepository repository)
    {
        // Short, as the agent's socket lies in it.
        var home = Directory.CreateTempSubdirectory("gpg-").FullName;
        var wrapper = Path.Combine(repository.Beside, "gpg-wrapper");
        File.WriteAllText(wrapper, $"#!/bin/sh\nexec gpg --homedir {home} --batch --no-tty \"$@\"\n");
        IsolatedGit.Program("chmod", repository.Beside, "+x", wrapper);
        var made = IsolatedGit.Program(wrapper, repository.Beside, "--passphrase", "", "--quick-gen-key", "Ada Example <ada@example.org>", "ed25519", "sign", "never");
        Assert.True(made.ExitCode == 0, made.Errors);
        repository.Git("config", "gpg.program", wrapper);
        return new FolderOwner(home);
    }

    private sealed class FolderOwner(string home) : IDisposable
    {
        public void Dispose()
        {
            IsolatedGit.Program("gpgconf", home, "--homedir", home, "--kill", "all");
            Directory.Delete(home, recursive: true);
        }
    }
}
