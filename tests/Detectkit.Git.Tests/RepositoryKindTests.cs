namespace Detectkit.Build.Git;

public sealed class RepositoryKindTests
{
    [Fact]
    public void No_repository_is_an_error_that_names_the_way_out()
    {
        using var folder = TemporaryRepository.Empty();
        folder.Write(TemporaryRepository.Metric, "name: orders\n");

        var message = Outcome.Refused(BuildRules.NoRepository, folder.Tune());

        Assert.Contains("AutotuneCommit=false", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unborn_HEAD_is_an_error()
    {
        using var repository = TemporaryRepository.Unborn();
        repository.Write(TemporaryRepository.Metric, "name: orders\n");

        var message = Outcome.Refused(BuildRules.UnbornHead, repository.Tune());

        Assert.Contains("AutotuneCommit=false", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_repository_is_an_error()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("clone", "-q", "--bare", ".", "../bare.git");

        Outcome.Refused(BuildRules.BareRepository, TuningCommit.Write(repository.At(Path.Combine(repository.Beside, "bare.git")).Request(), default));
    }

    [Fact]
    public void A_project_inside_the_git_folder_is_an_error()
    {
        using var repository = TemporaryRepository.WithMetric();

        Outcome.Refused(BuildRules.NoRepository, TuningCommit.Write(repository.At(Path.Combine(repository.GitFolder, "info")).Request(), default));
    }

    [Fact]
    public void A_worktree_of_a_bare_repository_works()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("clone", "-q", "--bare", ".", "../bare.git");
        IsolatedGit.Run(Path.Combine(repository.Beside, "bare.git"), "worktree", "add", "-q", "../tree", "main");
        var worktree = repository.At(Path.Combine(repository.Beside, "tree"));

        AssertCommits(worktree);
    }

    [Fact]
    public void A_linked_worktree_works()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("worktree", "add", "-q", "-b", "feature", "../tree");
        var before = repository.Untouchables();

        AssertCommits(repository.At(Path.Combine(repository.Beside, "tree")));

        Assert.Equal(before, repository.Untouchables());
    }

    [Fact]
    public void A_submodule_takes_the_commit_and_its_parent_does_not()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("clone", "-q", ".", "../inner");
        repository.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "inner");
        repository.CommitAll("Submodule");

        AssertCommits(repository.At(Path.Combine(repository.Root, "inner")));

        Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
    }

    [Fact]
    public void A_detached_HEAD_works()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("checkout", "-q", "--detach");

        AssertCommits(repository);
    }

    [Fact]
    public void A_shallow_clone_works_run_after_run()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Write("more.txt", "more");
        repository.CommitAll("More");
        repository.Git("clone", "-q", "--depth", "1", "file://" + repository.Root, "../shallow");
        var shallow = repository.At(Path.Combine(repository.Beside, "shallow"));

        AssertCommits(shallow);
        var pushed = shallow.Git("rev-parse", "detectkit/autotune");
        shallow.Git("push", "-q", "origin", "detectkit/autotune");

        // What a scheduled job sees the next day: one commit of the base, and the branch with some history below it.
        repository.Write("most.txt", "most");
        repository.CommitAll("Most");
        repository.Git("clone", "-q", "--depth", "1", "file://" + repository.Root, "../again");
        var again = repository.At(Path.Combine(repository.Beside, "again"));
        again.Git("fetch", "-q", "--depth", "2", "origin", "detectkit/autotune:detectkit/autotune");
        Assert.Equal(pushed, Outcome.As<TuningCommitResult.Committed>(again.Tune("name: orders # next day\n")).Replaced);
    }

    [Fact]
    public void A_scheduled_job_that_starts_from_one_commit_each_sees_that_nothing_changed()
    {
        using var repository = TemporaryRepository.WithMetric();
        var proposal = Outcome.Committed(repository.Tune());
        repository.Git("clone", "-q", "--depth", "1", "file://" + repository.Root, "../job");
        var job = repository.At(Path.Combine(repository.Beside, "job"));
        job.Git("fetch", "-q", "--depth", "1", "origin", "+refs/heads/detectkit/autotune:refs/remotes/origin/detectkit/autotune");
        job.Git("branch", "-q", "--force", "detectkit/autotune", "refs/remotes/origin/detectkit/autotune");

        Assert.Equal(proposal, Outcome.Unchanged(job.Tune()));
        var next = Outcome.Committed(job.Tune("name: orders # next\n"));
        Assert.NotEqual(0, IsolatedGit.TryRun(job.Root, "push", "--force-with-lease=detectkit/autotune:" + next, "origin", "detectkit/autotune").ExitCode);
        job.Git("push", "-q", "--force-with-lease=detectkit/autotune:" + job.Git("rev-parse", "refs/remotes/origin/detectkit/autotune"), "origin", "detectkit/autotune");
        Assert.Equal(next, repository.Git("rev-parse", "detectkit/autotune"));
        repository.AssertSound();
    }

    [Fact]
    public void A_partial_clone_works()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "uploadpack.allowFilter", "true");
        repository.Git("clone", "-q", "--filter=blob:none", "file://" + repository.Root, "../partial");

        AssertCommits(repository.At(Path.Combine(repository.Beside, "partial")));
    }

    [Theory]
    [InlineData("partialClone", "origin")]
    [InlineData("preciousObjects", "true")]
    [InlineData("worktreeConfig", "true")]
    [InlineData("relativeWorktrees", "true")]
    public void A_repository_with_a_harmless_extension_works(string extension, string value)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "core.repositoryFormatVersion", "1");
        repository.Git("config", "extensions." + extension, value);

        // Of git itself only versions that know the extension read it.
        Assert.Equal("Committed", new ChildCommit(repository) { ["GIT_CONFIG_NOSYSTEM"] = null }.Tune());
    }

    [Fact]
    public void A_clone_that_borrows_objects_works()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("clone", "-q", "--shared", ".", "../borrower");

        AssertCommits(repository.At(Path.Combine(repository.Beside, "borrower")));
    }

    [Fact]
    public void A_repository_with_packs_bitmaps_and_a_commit_graph_works()
    {
        using var repository = TemporaryRepository.WithMetric();
        AssertCommits(repository);
        repository.Git("config", "gc.writeCommitGraph", "true");
        repository.Git("gc", "-q", "--prune=now");
        repository.Git("commit-graph", "write", "--reachable");
        repository.Git("pack-refs", "--all");
        Assert.False(File.Exists(Path.Combine(repository.CommonFolder, "refs/heads/detectkit/autotune")));

        var packed = repository.Git("rev-parse", "detectkit/autotune");
        Assert.Equal(packed, Outcome.As<TuningCommitResult.Committed>(repository.Tune("name: orders # again\n")).Replaced);
        repository.AssertSound();
    }

    [Fact]
    public void A_project_in_a_subfolder_works()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Write("a/b/" + TemporaryRepository.Metric, "name: inner\n");
        repository.CommitAll("Inner");

        var inner = repository.At(Path.Combine(repository.Root, "a/b"));
        var sha = Outcome.Committed(inner.Tune());

        Assert.Equal("M\ta/b/metrics/orders.yml", repository.Git("diff-tree", "-r", "--name-status", "--no-commit-id", sha));
    }

    [Fact]
    public void A_project_reached_through_a_link_works()
    {
        using var repository = TemporaryRepository.WithMetric();
        var link = Path.Combine(repository.Beside, "link");
        Directory.CreateSymbolicLink(link, repository.Root);

        AssertCommits(repository.At(link));
    }

    [Fact]
    public void A_repository_of_a_kind_the_library_does_not_read_is_an_error()
    {
        using var repository = TemporaryRepository.Empty();
        repository.Git("init", "-q", "--object-format=sha256");

        Outcome.Refused(BuildRules.RepositoryUnreadable, repository.Tune());
    }

    [RootFact]
    public void A_repository_of_another_user_is_an_error_with_gits_own_remedy()
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request();
        IsolatedGit.Program("chown", repository.Beside, "-R", "nobody", repository.Root);

        var message = Outcome.Refused(BuildRules.RepositoryOfAnotherUser, TuningCommit.Write(request, default));
        Assert.Contains($"git config --global --add safe.directory {repository.Root}", message, StringComparison.Ordinal);

        var configuration = Path.Combine(IsolatedGit.Home, ".gitconfig");
        try
        {
            File.WriteAllText(configuration, $"[safe]\n\tdirectory = {repository.Root}\n");
            Outcome.Committed(TuningCommit.Write(request, default));
        }
        finally
        {
            File.Delete(configuration);
        }
    }

    [Theory]
    [InlineData("no-such-branch")]
    [InlineData("@{")]
    [InlineData("HEAD:metrics")]
    [InlineData("")]
    public void A_base_that_is_no_commit_is_an_error(string revision)
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request();

        Outcome.Refused(BuildRules.BaseNotFound, TuningCommit.Write(request with { Target = request.Target with { Base = revision } }, default));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("HEAD~1")]
    [InlineData("other")]
    public void The_base_can_be_any_revision(string revision)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("tag", "-a", "v1", "-m", "tag");
        repository.Git("branch", "other");
        repository.Write("more.txt", "more");
        repository.CommitAll("More");
        var request = repository.Request();

        var sha = Outcome.Committed(TuningCommit.Write(request with { Target = request.Target with { Base = revision } }, default));

        Assert.Equal(repository.Git("rev-parse", revision + "^{commit}"), repository.Git("rev-parse", sha + "^"));
    }

    private static void AssertCommits(TemporaryRepository repository)
    {
        var head = repository.Git("rev-parse", "HEAD");
        var before = repository.Untouchables();

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal(sha, repository.Git("rev-parse", "detectkit/autotune"));
        Assert.Equal(head, repository.Git("rev-parse", sha + "^"));
        Assert.Equal("M\tmetrics/orders.yml", repository.Git("diff-tree", "-r", "--name-status", "--no-commit-id", sha));
        Assert.Equal(before, repository.Untouchables());
        Assert.Equal(sha, Outcome.Unchanged(repository.Tune()));
        repository.AssertSound();
    }
}
