using Detectkit.Tests;

namespace Detectkit.Build.Git;

public sealed class SigningTests
{
    [ProgramFact("gpg", "gnupg")]
    public void A_commit_is_signed_with_the_configured_gpg_key()
    {
        using var repository = TemporaryRepository.WithMetric();
        using var key = GpgKey.For(repository);
        repository.Git("config", "commit.gpgsign", "true");

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal(0, IsolatedGit.TryRun(repository.Root, "verify-commit", sha).ExitCode);
        Assert.Equal(repository.Git("rev-parse", "main"), repository.Git("rev-parse", sha + "^"));
        Assert.Equal(sha, Outcome.Unchanged(repository.Tune()));
        Assert.Contains("Detectkit-Run:", repository.Git("log", "-1", "--format=%B", sha), StringComparison.Ordinal);
        repository.AssertSound();
    }

    [ProgramFact("gpg", "gnupg")]
    public void A_key_that_does_not_exist_fails_loudly()
    {
        using var repository = TemporaryRepository.WithMetric();
        using var key = GpgKey.For(repository);
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", "user.signingkey", "nobody@example.org");

        Assert.Contains("'nobody@example.org'", Outcome.Refused(BuildRules.SigningFailed, repository.Tune()), StringComparison.Ordinal);
        Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
        repository.AssertSound();
    }

    [Theory]
    [InlineData("gpg.program", "no-such-gpg", "cannot run no-such-gpg")]
    [InlineData("gpg.program", "false", "made no signature")]
    [InlineData("gpg.program", "true", "made no signature")]
    [InlineData("gpg.format", "wax", "wax")]
    [InlineData("gpg.format", "ssh", "user.signingkey")]
    public void A_signature_that_cannot_be_made_fails_loudly(string key, string value, string reason)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", key, value);

        var message = Outcome.Refused(BuildRules.SigningFailed, repository.Tune());

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("commit.gpgsign", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpg.program", "openpgp")]
    [InlineData("gpg.openpgp.program", "openpgp")]
    [InlineData("gpg.x509.program", "x509")]
    [InlineData("gpg.ssh.program", "ssh")]
    [InlineData("gpg.ssh.defaultKeyCommand", "ssh")]
    public void A_program_that_the_project_could_replace_is_refused_before_tuning_where_it_would_run(string key, string format)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", key, "./tool");
        foreach (var other in new[] { "openpgp", "x509", "ssh" })
        {
            repository.Git("config", "gpg.format", other);

            var failures = repository.Check(TemporaryRepository.Metric).Failures;

            if (other == format)
            {
                Assert.Contains("is the relative path './tool'", Assert.Single(failures).Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Empty(failures);
            }
        }
    }

    [Fact]
    public void A_command_for_a_key_does_not_run_where_a_key_is_configured()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", "gpg.format", "ssh");
        repository.Git("config", "gpg.ssh.defaultKeyCommand", "./tool");
        repository.Git("config", "user.signingkey", "/somewhere/key");

        Assert.Empty(repository.Check(TemporaryRepository.Metric).Failures);
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

    [ProgramFact("ssh-keygen", "openssh-client")]
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
}
