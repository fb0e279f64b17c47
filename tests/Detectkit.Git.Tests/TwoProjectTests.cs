using System.Text;

namespace Detectkit.Build.Git;

/// <summary>Several projects of one repository that propose on the same branch.</summary>
public sealed class TwoProjectTests
{
    [Fact]
    public void Each_run_keeps_what_the_other_project_proposes()
    {
        using var repository = Repository();

        Outcome.Committed(Tune(repository, "shop", "s"));
        var both = Outcome.As<TuningCommitResult.Committed>(Tune(repository, "pay", "p"));

        Assert.Equal("M\tpay/metrics/p.yml\nM\tshop/metrics/s.yml", Changes(repository));
        Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
        Assert.Equal(["pay/metrics/p.yml", "shop/metrics/s.yml"], both.Metrics.Select(metric => metric.Path));
        Assert.Equal("p run-p\ns run-s", repository.Git("log", "-1", "--format=%(trailers:key=Detectkit-Run,valueonly)", "detectkit/autotune").Trim());
        Assert.Equal("Tune 2 metrics\n\np: tuned\ns: tuned", repository.Git("log", "-1", "--format=%B", "detectkit/autotune").Split("\n\nDetectkit")[0]);
        repository.AssertSound();
    }

    [Fact]
    public void The_second_run_of_both_makes_no_commit()
    {
        using var repository = Repository();
        Tune(repository, "shop", "s");
        var both = Outcome.Committed(Tune(repository, "pay", "p"));

        Assert.Equal(both, Outcome.Unchanged(Tune(repository, "shop", "s")));
        Assert.Equal(both, Outcome.Unchanged(Tune(repository, "pay", "p")));
    }

    [Fact]
    public void A_run_that_changes_nothing_names_the_runs_that_the_commit_names()
    {
        using var repository = Repository();
        Tune(repository, "shop", "s");
        var committed = Outcome.As<TuningCommitResult.Committed>(Tune(repository, "pay", "p"));
        var request = Request(repository, "pay", "p");

        var unchanged = Outcome.As<TuningCommitResult.Unchanged>(TuningCommit.Write(request with { Metrics = [request.Metrics[0] with { RunId = "later" }] }, default));

        Assert.Equal(repository.Git("log", "-1", "--format=%(trailers:key=Detectkit-Run,valueonly)", unchanged.Sha).Trim().Split('\n'), unchanged.Metrics.Select(metric => $"{metric.Name} {metric.RunId}"));
        Assert.Equal(committed.Metrics.AsEnumerable(), unchanged.Metrics);
        Assert.Equal((1, 1), (committed.Others, unchanged.Others));
    }

    [Fact]
    public void A_run_replaces_what_its_own_project_has_proposed()
    {
        using var repository = Repository();
        Tune(repository, "shop", "s");
        Tune(repository, "pay", "p");
        repository.Write("shop/metrics/t.yml", "name: t\n");
        var head = repository.CommitAll("Another metric");

        Outcome.Committed(Tune(repository, "shop", "t"));

        Assert.Equal("M\tpay/metrics/p.yml\nM\tshop/metrics/t.yml", Changes(repository));
        Assert.Equal(head, repository.Git("rev-parse", "detectkit/autotune^"));
    }

    [Fact]
    public void A_file_that_has_changed_on_the_base_since_is_dropped_and_told()
    {
        using var repository = Repository();
        Tune(repository, "pay", "p");
        repository.Write("pay/metrics/p.yml", "name: p # by hand\n");
        repository.CommitAll("By hand");

        var committed = Outcome.As<TuningCommitResult.Committed>(Tune(repository, "shop", "s"));

        var (metric, reason) = Assert.Single(committed.Dropped);
        Assert.Equal("pay/metrics/p.yml", metric.Path);
        Assert.Contains("another version", reason, StringComparison.Ordinal);
        Assert.Equal("M\tshop/metrics/s.yml", Changes(repository));
        Assert.Equal("name: p # by hand", repository.Git("show", "detectkit/autotune:pay/metrics/p.yml"));
    }

    [Fact]
    public void A_file_that_was_merged_since_is_neither_kept_nor_told()
    {
        using var repository = Repository();
        Tune(repository, "pay", "p");
        repository.Git("merge", "-q", "--squash", "detectkit/autotune");
        repository.Git("commit", "-qm", "Squashed");

        var committed = Outcome.As<TuningCommitResult.Committed>(Tune(repository, "shop", "s"));

        Assert.Empty(committed.Dropped);
        Assert.Equal("M\tshop/metrics/s.yml", Changes(repository));
    }

    [Theory]
    [InlineData("--no-ff", "-m", "1")]
    [InlineData("--squash")]
    public void A_file_that_was_merged_and_reverted_is_neither_kept_nor_told(string how, params string[] parent)
    {
        using var repository = Repository();
        Tune(repository, "pay", "p");
        repository.Git("merge", "-q", how, "detectkit/autotune");
        if (parent.Length == 0)
        {
            repository.Git("commit", "-qm", "Squashed");
        }

        repository.Git(["revert", "--no-edit", .. parent, "HEAD"]);

        var committed = Outcome.As<TuningCommitResult.Committed>(Tune(repository, "shop", "s"));

        Assert.Empty(committed.Dropped);
        Assert.Equal("M\tshop/metrics/s.yml", Changes(repository));
    }

    [Fact]
    public void What_a_project_no_longer_proposes_goes_and_the_others_stay()
    {
        using var repository = Repository();
        Tune(repository, "shop", "s");
        Tune(repository, "pay", "p");
        var nothing = Request(repository, "pay", "p") with { Changes = [], Metrics = [] };

        var committed = Outcome.As<TuningCommitResult.Committed>(TuningCommit.Write(nothing, default));

        Assert.Equal(["shop/metrics/s.yml"], committed.Metrics.Select(metric => metric.Path));
        Assert.Equal("M\tshop/metrics/s.yml", Changes(repository));
        Assert.Null(Outcome.As<TuningCommitResult.NothingToCommit>(TuningCommit.Write(nothing, default)).Proposal);
        Assert.Equal(committed.Sha, Outcome.Unchanged(Tune(repository, "shop", "s")));
        repository.AssertSound();
    }

    [Fact]
    public void A_project_with_nothing_to_propose_leaves_the_others_alone()
    {
        using var repository = Repository();
        var shop = Outcome.Committed(Tune(repository, "shop", "s"));

        Assert.Null(Outcome.As<TuningCommitResult.NothingToCommit>(Tune(repository, "pay", "p", "name: p\n")).Proposal);
        Assert.Equal(shop, repository.Git("rev-parse", "detectkit/autotune"));
        Assert.Equal(shop, Outcome.As<TuningCommitResult.NothingToCommit>(Tune(repository, "shop", "s", "name: s\n")).Proposal);
    }

    [Fact]
    public void A_project_within_the_folder_of_another_keeps_its_own()
    {
        using var repository = Repository();
        repository.Write("metrics/r.yml", "name: r\n");
        repository.CommitAll("A project around the others");

        Tune(repository, "shop", "s");
        Outcome.Committed(Tune(repository, "", "r"));
        Tune(repository, "pay", "p");

        Assert.Equal("M\tmetrics/r.yml\nM\tpay/metrics/p.yml\nM\tshop/metrics/s.yml", Changes(repository));
    }

    [Fact]
    public void A_new_file_of_another_project_is_kept_with_its_mode()
    {
        using var repository = Repository();
        var request = Request(repository, "pay", "p");
        Outcome.Committed(TuningCommit.Write(request with { Changes = [new FileChange("metrics/p__tuned.yml", null, "name: new\n"u8.ToArray())], Metrics = [request.Metrics[0] with { Path = "metrics/p__tuned.yml" }] }, default));

        Outcome.Committed(Tune(repository, "shop", "s"));

        Assert.Equal("A\tpay/metrics/p__tuned.yml\nM\tshop/metrics/s.yml", Changes(repository));
    }

    [Fact]
    public void A_shallow_clone_keeps_what_was_made_on_its_base()
    {
        using var repository = Repository();
        Tune(repository, "pay", "p");
        var job = Clone(repository, "job");
        Outcome.Committed(Tune(job, "shop", "s"));
        Assert.Equal("M\tpay/metrics/p.yml\nM\tshop/metrics/s.yml", Changes(job));

        // On another base it cannot tell, and says so.
        repository.Write("more.txt", "more\n");
        repository.CommitAll("More");
        var next = Clone(repository, "next");
        Assert.Contains("shallow clone", Assert.Single(Outcome.As<TuningCommitResult.Committed>(Tune(next, "shop", "s")).Dropped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_two_projects_at_once_lose_neither()
    {
        using var repository = Repository();
        var results = new TuningCommitResult[2];

        Parallel.For(0, 2, i => results[i] = i == 0 ? Tune(repository, "shop", "s") : Tune(repository, "pay", "p"));

        Assert.All(results, result => Outcome.Committed(result));
        Assert.Equal("M\tpay/metrics/p.yml\nM\tshop/metrics/s.yml", Changes(repository));
        repository.AssertSound();
    }

    [Fact]
    public void A_commit_on_top_of_both_is_foreign_and_by_force_all_goes()
    {
        using var repository = Repository();
        Tune(repository, "shop", "s");
        Tune(repository, "pay", "p");
        repository.Git("update-ref", "refs/heads/detectkit/autotune", repository.Git("commit-tree", "-m", "Mine", "-p", "detectkit/autotune", "detectkit/autotune^{tree}"));

        var request = Request(repository, "shop", "s", "name: s # other\n");
        Outcome.Refused(BuildRules.ForeignCommits, TuningCommit.Write(request, default));

        // By force, what the other project proposes goes too, and is told.
        var committed = Outcome.As<TuningCommitResult.Committed>(TuningCommit.Write(request with { Target = request.Target with { Force = true } }, default));
        Assert.Equal("M\tshop/metrics/s.yml", Changes(repository));
        var (metric, reason) = Assert.Single(committed.Dropped);
        Assert.Equal("pay/metrics/p.yml", metric.Path);
        Assert.Contains("AutotuneForce", reason, StringComparison.Ordinal);
    }

    private static TemporaryRepository Repository()
    {
        var repository = TemporaryRepository.Unborn();
        foreach (var (project, metric) in new[] { ("shop", "s"), ("pay", "p") })
        {
            repository.Write($"{project}/{project}.csproj", "<Project />\n");
            repository.Write($"{project}/metrics/{metric}.yml", $"name: {metric}\n");
        }

        repository.CommitAll("Two projects");
        return repository;
    }

    private static TemporaryRepository Clone(TemporaryRepository repository, string name)
    {
        repository.Git("clone", "-q", "--depth", "1", "file://" + repository.Root, "../" + name);
        var clone = repository.At(Path.Combine(repository.Beside, name));
        clone.Git("fetch", "-q", "--depth", "1", "origin", "+refs/heads/detectkit/autotune:refs/heads/detectkit/autotune");
        return clone;
    }

    private static TuningCommitRequest Request(TemporaryRepository repository, string project, string metric, string? content = null)
    {
        var (folder, file) = (repository.At(Path.Combine(repository.Root, project)), $"metrics/{metric}.yml");
        return new(
            folder.Branch,
            [new FileChange(file, File.ReadAllBytes(Path.Combine(folder.Root, file)), Encoding.UTF8.GetBytes(content ?? $"name: {metric} # tuned\n"))],
            [new ProposedMetric(metric, "run-" + metric, metric + ": tuned", file)]);
    }

    private static TuningCommitResult Tune(TemporaryRepository repository, string project, string metric, string? content = null) =>
        TuningCommit.Write(Request(repository, project, metric, content), default);

    private static string Changes(TemporaryRepository repository) => repository.Git("diff-tree", "-r", "--name-status", "--no-commit-id", "detectkit/autotune^!");
}
