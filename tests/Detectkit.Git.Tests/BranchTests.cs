namespace Detectkit.Build.Git;

public sealed class BranchTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("-x")]
    [InlineData("HEAD")]
    [InlineData("with space")]
    [InlineData("end.lock")]
    [InlineData("../../HEAD")]
    [InlineData("/abs")]
    [InlineData("a//b")]
    [InlineData("a\nb")]
    public void A_name_git_would_not_take_is_refused(string name)
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request();

        Outcome.Refused(BuildRules.BranchNameInvalid, TuningCommit.Write(request with { Target = request.Target with { Branch = name } }, default));
        repository.AssertSound();
    }

    [Theory]
    [InlineData("detectkit", false)]
    [InlineData("detectkit/autotune/old", false)]
    [InlineData("detectkit", true)]
    [InlineData("detectkit/autotune/old", true)]
    public void A_branch_that_needs_the_same_place_is_named(string other, bool isPacked)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("branch", other);
        if (isPacked)
        {
            repository.Git("pack-refs", "--all");
        }

        Assert.Contains($"branch '{other}'", Outcome.Refused(BuildRules.BranchNameInvalid, repository.Tune()), StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_folders_of_deleted_branches_are_in_nobodys_way()
    {
        using var repository = TemporaryRepository.WithMetric();
        Directory.CreateDirectory(Path.Combine(repository.CommonFolder, "refs/heads/detectkit/autotune/old/older"));
        Directory.CreateDirectory(Path.Combine(repository.CommonFolder, "logs/refs/heads/detectkit/autotune/old"));

        Outcome.Committed(repository.Tune());

        repository.AssertSound();
    }

    [Fact]
    public void A_symbolic_reference_is_refused()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("symbolic-ref", "refs/heads/detectkit/autotune", "refs/heads/main");

        Outcome.Refused(BuildRules.BranchNameInvalid, repository.Tune());
    }

    [Fact]
    public void The_branch_checked_out_here_is_refused()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("checkout", "-q", "-b", "detectkit/autotune");

        Assert.Contains($"'{repository.Root}'", Outcome.Refused(BuildRules.BranchCheckedOut, repository.Tune()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_branch_checked_out_in_another_worktree_is_refused_in_both_directions()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("worktree", "add", "-q", "-b", "detectkit/autotune", "../tree");
        var tree = Path.Combine(repository.Beside, "tree");

        Assert.Contains($"'{tree}'", Outcome.Refused(BuildRules.BranchCheckedOut, repository.Tune()), StringComparison.Ordinal);
        Assert.Contains($"'{tree}'", Outcome.Refused(BuildRules.BranchCheckedOut, repository.At(tree).Tune()), StringComparison.Ordinal);

        IsolatedGit.Run(tree, "checkout", "-q", "--detach");
        Outcome.Committed(repository.Tune());
        repository.Git("checkout", "-q", "detectkit/autotune");
        Assert.Contains($"'{repository.Root}'", Outcome.Refused(BuildRules.BranchCheckedOut, repository.At(tree).Tune()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_that_is_being_rebased_is_refused()
    {
        using var repository = TemporaryRepository.WithMetric();
        Outcome.Committed(repository.Tune());
        repository.Write(TemporaryRepository.Metric, "name: orders # conflict\n");
        repository.CommitAll("Conflict");
        repository.Git("worktree", "add", "-q", "../tree", "detectkit/autotune");
        Assert.NotEqual(0, IsolatedGit.TryRun(Path.Combine(repository.Beside, "tree"), "rebase", "main").ExitCode);

        Outcome.Refused(BuildRules.BranchCheckedOut, repository.Tune());
    }

    [Fact]
    public void A_bare_repository_that_stands_on_the_branch_checks_nothing_out()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("clone", "-q", "--bare", ".", "../bare.git");
        var bare = Path.Combine(repository.Beside, "bare.git");
        IsolatedGit.Run(bare, "symbolic-ref", "HEAD", "refs/heads/detectkit/autotune");
        IsolatedGit.Run(bare, "worktree", "add", "-q", "../tree", "main");

        Outcome.Committed(repository.At(Path.Combine(repository.Beside, "tree")).Tune());
    }

    [Fact]
    public void A_repository_shared_by_a_group_stays_writable_for_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var repository = TemporaryRepository.WithMetric();
        repository.Git("init", "-q", "--shared=group");
        repository.Git("checkout", "-q", "-b", "rewrites-HEAD");

        Outcome.Committed(repository.Tune());

        foreach (var path in new[] { "refs/heads/detectkit", "refs/heads/detectkit/autotune", "logs/refs/heads/detectkit", "logs/refs/heads/detectkit/autotune" })
        {
            Assert.True(File.GetUnixFileMode(Path.Combine(repository.CommonFolder, path)).HasFlag(UnixFileMode.GroupWrite), path);
        }
    }
}
