namespace Detectkit.Build.Git;

/// <summary>Who commits and whether it is signed, each case against a commit that git makes in the very same environment.</summary>
public sealed class FollowedConfigurationTests
{
    private const string People = "--format=%an <%ae> %cn <%ce>";

    public static TheoryData<string> Cases() => new(Environments.Keys);

    private static readonly Dictionary<string, Action<TemporaryRepository, ChildCommit>> Environments = new()
    {
        ["includeIf hasconfig"] = (repository, child) =>
        {
            repository.Git("remote", "add", "origin", "https://git.example.org/work/metrics.git");
            File.WriteAllText(Path.Combine(repository.Beside, "work.inc"), "[user]\n\tname = Work\n\temail = work@example.org\n");
            UseHome(repository, child, "[user]\n\tname = Private\n\temail = private@example.org\n[includeIf \"hasconfig:remote.*.url:https://git.example.org/work/**\"]\n\tpath = work.inc\n");
        },
        ["GIT_CONFIG_GLOBAL"] = (repository, child) =>
        {
            UseHome(repository, child, "[user]\n\tname = Private\n\temail = private@example.org\n");
            File.WriteAllText(Path.Combine(repository.Beside, "global"), "[user]\n\tname = Global\n\temail = global@example.org\n");
            child["GIT_CONFIG_GLOBAL"] = Path.Combine(repository.Beside, "global");
        },
        ["GIT_CONFIG_COUNT"] = (_, child) =>
        {
            child["GIT_CONFIG_COUNT"] = "2";
            (child["GIT_CONFIG_KEY_0"], child["GIT_CONFIG_VALUE_0"]) = ("user.name", "Count");
            (child["GIT_CONFIG_KEY_1"], child["GIT_CONFIG_VALUE_1"]) = ("user.email", "count@example.org");
        },
        ["author and committer"] = (repository, _) =>
        {
            repository.Git("config", "author.name", "Author");
            repository.Git("config", "committer.email", "committer@example.org");
        },
        ["variables of author and committer"] = (_, child) =>
        {
            (child["GIT_AUTHOR_NAME"], child["GIT_AUTHOR_EMAIL"], child["GIT_COMMITTER_NAME"]) = ("Author", "author@example.org", "Committer");
            child["GIT_AUTHOR_DATE"] = "not a date of this commit";
        },
        ["EMAIL"] = (repository, child) =>
        {
            repository.Git("config", "--unset", "user.email");
            child["EMAIL"] = "mail@example.org";
        },
        ["EMAIL beside a configured address, which counts"] = (repository, child) =>
        {
            repository.Git("config", "user.email", "configured@example.org");
            child["EMAIL"] = "mail@example.org";
        },
        ["worktree configuration"] = (repository, _) =>
        {
            repository.Git("config", "extensions.worktreeConfig", "true");
            repository.Git("config", "--worktree", "user.name", "Worktree");
        },
        ["include of a file beside"] = (repository, _) =>
        {
            File.WriteAllText(Path.Combine(repository.Beside, "included"), "[user]\n\tname = \"Included \\\"quoted\\\"\"\n");
            repository.Git("config", "include.path", "../../included");
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_commit_is_by_whom_git_would_have_it(string environment)
    {
        using var repository = TemporaryRepository.WithMetric();
        var child = new ChildCommit(repository);
        Environments[environment](repository, child);

        Assert.Equal("Committed", child.Tune());

        child["GIT_AUTHOR_DATE"] = null;
        child.Git("commit", "-q", "--allow-empty", "-m", "by git");
        var people = repository.Git("log", "-1", People, "HEAD");
        Assert.Equal(people, repository.Git("log", "-1", People, "detectkit/autotune"));
        Assert.NotEqual("Ada Example <ada@example.org> Ada Example <ada@example.org>", people);

        // Whoever made it, it is known again.
        Assert.Equal("Committed", child.Tune("name: orders # next\n"));
        repository.AssertSound();
    }

    [ProgramFact("ssh-keygen", "openssh-client")]
    public void A_signature_that_only_an_include_on_a_condition_asks_for_is_made()
    {
        using var repository = TemporaryRepository.WithMetric();
        var child = new ChildCommit(repository);
        var key = Path.Combine(repository.Beside, "key");
        IsolatedGit.Program("ssh-keygen", repository.Beside, "-q", "-t", "ed25519", "-N", "", "-f", key);
        File.WriteAllText(key + ".signers", "ada@example.org " + File.ReadAllText(key + ".pub"));
        File.WriteAllText(Path.Combine(repository.Beside, "work.inc"), "[user]\n\tsigningkey = ~/key\n[commit]\n\tgpgsign\n[gpg]\n\tformat = ssh\n");
        repository.Git("remote", "add", "origin", "https://git.example.org/work/metrics.git");
        repository.Git("config", "gpg.ssh.allowedSignersFile", key + ".signers");
        UseHome(repository, child, "[includeIf \"hasconfig:remote.*.url:https://git.example.org/work/**\"]\n\tpath = work.inc\n");

        Assert.Equal("Committed", child.Tune());

        repository.Git("verify-commit", "detectkit/autotune");
    }

    [Fact]
    public void The_key_that_a_command_names_signs()
    {
        using var repository = TemporaryRepository.WithMetric();
        var seen = Path.Combine(repository.Beside, "seen");
        var signer = Program(repository, "signer", $"#!/bin/sh\nwhile [ \"$#\" -gt 1 ]; do if [ \"$1\" = -f ]; then cat \"$2\" > '{seen}'; fi; shift; done\necho signature > \"$1.sig\"\n");
        var command = Program(repository, "command", "#!/bin/sh\necho \"key::ssh-ed25519 AAAA $1\"\n");
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", "gpg.format", "ssh");
        repository.Git("config", "gpg.ssh.program", signer);
        repository.Git("config", "gpg.ssh.defaultKeyCommand", $"{command} 'a key'");

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal("ssh-ed25519 AAAA a key", File.ReadAllText(seen).Trim());
        Assert.Contains("gpgsig signature", repository.Git("cat-file", "-p", sha), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_endings_follow_the_configuration_that_only_git_reads()
    {
        using var repository = TemporaryRepository.WithMetric();
        var child = new ChildCommit(repository) { ["GIT_CONFIG_COUNT"] = "1", ["GIT_CONFIG_KEY_0"] = "core.autocrlf", ["GIT_CONFIG_VALUE_0"] = "true" };

        Assert.Equal("Committed", child.Tune("name: orders # tuned\r\n"));

        Assert.Equal("name: orders # tuned\n", IsolatedGit.TryRun(repository.Root, "cat-file", "blob", "detectkit/autotune:" + TemporaryRepository.Metric).Output + "\n");
        Assert.DoesNotContain('\r', repository.Git("cat-file", "blob", "detectkit/autotune:" + TemporaryRepository.Metric));
    }

    [Theory]
    [InlineData("user.name")]
    [InlineData("user.email")]
    public void Where_git_must_not_make_somebody_up_neither_do_we(string missing)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "--unset", missing);
        repository.Git("config", "user.useConfigOnly", "true");

        Assert.Equal(BuildRules.ConfigurationUnreadable, Assert.Single(repository.Check(TemporaryRepository.Metric).Failures).Rule);
        Assert.Contains("user.useConfigOnly", Outcome.Refused(BuildRules.ConfigurationUnreadable, repository.Tune()), StringComparison.Ordinal);
        Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
    }

    [Fact]
    public void Where_git_must_not_make_somebody_up_EMAIL_does_not_count()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "--unset", "user.email");
        repository.Git("config", "user.useConfigOnly", "true");

        Assert.StartsWith("DTK0517: ", new ChildCommit(repository) { ["EMAIL"] = "mail@example.org" }.Tune(), StringComparison.Ordinal);
    }

    [Fact]
    public void EMAIL_counts_beside_an_address_of_the_committer_alone()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "--unset", "user.email");
        repository.Git("config", "committer.email", "committer@example.org");

        // Git itself leaves the author's address empty here.
        Assert.Equal("Committed", new ChildCommit(repository) { ["EMAIL"] = "mail@example.org" }.Tune());
        Assert.Equal("Ada Example <mail@example.org> Ada Example <committer@example.org>", repository.Git("log", "-1", People, "detectkit/autotune"));
    }

    [Fact]
    public void Without_git_EMAIL_counts_too()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "--unset", "user.email");

        Assert.Equal("Committed", new ChildCommit(repository) { ["PATH"] = "/nowhere", ["GIT_CONFIG_NOSYSTEM"] = null, ["EMAIL"] = "mail@example.org" }.Tune());
        Assert.Equal("Ada Example <mail@example.org> Ada Example <mail@example.org>", repository.Git("log", "-1", People, "detectkit/autotune"));
    }

    [Theory]
    [InlineData("GIT_CONFIG_GLOBAL", "/somewhere")]
    [InlineData("GIT_CONFIG_COUNT", "0")]
    [InlineData("GIT_AUTHOR_NAME", "Author")]
    public void Without_git_a_variable_that_only_git_understands_is_refused(string name, string value)
    {
        using var repository = TemporaryRepository.WithMetric();
        var child = new ChildCommit(repository) { ["PATH"] = "/nowhere", ["GIT_CONFIG_NOSYSTEM"] = null, [name] = value };

        var said = child.Tune();

        Assert.StartsWith("DTK0517: ", said, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_git_a_condition_that_only_git_understands_is_refused_and_others_are_followed()
    {
        using var repository = TemporaryRepository.WithMetric();
        var child = new ChildCommit(repository) { ["PATH"] = "/nowhere", ["GIT_CONFIG_NOSYSTEM"] = null };
        File.WriteAllText(Path.Combine(repository.Beside, "included"), "[author]\n\tname = Included\n");
        repository.Git("config", "includeIf.onbranch:main.path", "../../included");
        Assert.Equal("Committed", child.Tune());
        Assert.Equal("Included <ada@example.org> Ada Example <ada@example.org>", repository.Git("log", "-1", People, "detectkit/autotune"));

        repository.Git("config", "includeIf.hasconfig:remote.*.url:https://git.example.org/**.path", "../../included");
        Assert.StartsWith("DTK0517: ", child.Tune("name: orders # next\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_git_nothing_is_signed_and_nothing_is_committed_unsigned()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "commit.gpgsign", "true");
        var child = new ChildCommit(repository) { ["PATH"] = "/nowhere", ["GIT_CONFIG_NOSYSTEM"] = null };

        Assert.StartsWith("DTK0513: ", child.Check(), StringComparison.Ordinal);
        Assert.StartsWith("DTK0513: ", child.Tune(), StringComparison.Ordinal);
        Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
    }

    [RootFact]
    public void Trust_in_a_repository_of_another_user_is_what_git_says_it_is()
    {
        using var repository = TemporaryRepository.WithMetric();
        IsolatedGit.Program("chown", repository.Beside, "-R", "nobody", repository.Root);
        var child = new ChildCommit(repository);
        Assert.StartsWith("DTK0502: ", child.Tune(), StringComparison.Ordinal);

        (child["GIT_CONFIG_COUNT"], child["GIT_CONFIG_KEY_0"], child["GIT_CONFIG_VALUE_0"]) = ("1", "safe.directory", repository.Root);
        Assert.Equal("Committed", child.Tune());
        IsolatedGit.Program("chown", repository.Beside, "-R", "root", repository.Root);
        repository.AssertSound();
    }

    private static void UseHome(TemporaryRepository repository, ChildCommit child, string configuration)
    {
        repository.Git("config", "--unset", "user.name");
        repository.Git("config", "--unset", "user.email");
        File.WriteAllText(Path.Combine(repository.Beside, ".gitconfig"), configuration);
        child["HOME"] = repository.Beside;
        child["XDG_CONFIG_HOME"] = repository.Beside;
    }

    private static string Program(TemporaryRepository repository, string name, string text)
    {
        var file = Path.Combine(repository.Beside, name);
        File.WriteAllText(file, text);
        IsolatedGit.Program("chmod", repository.Beside, "+x", file);
        return file;
    }
}
