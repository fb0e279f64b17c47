namespace Detectkit.Build.EndToEnd;

public sealed class AutotuneTests
{
    [Fact]
    public void A_tuned_metric_is_committed_to_the_branch_and_nothing_else_changes()
    {
        using var repository = MetricsRepository.WithOrders();
        var head = repository.Git("rev-parse", "HEAD");

        var build = repository.Autotune().Succeeds();

        var sha = repository.Branch();
        Assert.NotNull(sha);
        Assert.Equal($"shop -> detectkit/autotune (1 tuned; commit {sha[..7]}), see obj/detectkit/report.html", build.Said[^1]);
        Assert.Equal(head, repository.Git("rev-parse", sha + "^"));
        Assert.Equal(head, repository.Git("rev-parse", "HEAD"));
        Assert.Equal("", repository.Git("status", "--porcelain"));
        Assert.Equal("metrics/orders.yml", repository.Git("diff", "--name-only", "HEAD", sha));
        Assert.StartsWith("# ─", repository.Tuned("metrics/orders.yml"), StringComparison.Ordinal);
        Assert.Contains("# felt right", repository.Tuned("metrics/orders.yml"), StringComparison.Ordinal);
        Assert.Matches(@"Detectkit-Run: orders [0-9a-f]{6}\nDetectkit-File: metrics/orders.yml$", repository.Git("log", "-1", "--format=%B", sha).Trim());
        var id = AssertNamesTheRunsOf(repository, sha);
        Assert.All(
            (string[])["pull-request.md", "pull-request-short.md"],
            file => Assert.Equal($"<!-- detectkit-proposal: {id} -->", File.ReadAllLines(Path.Combine(repository.Output, file))[1]));
    }

    // Another threshold of the current detector comes first; who forces a change gets what the search has found.
    [Theory]
    [InlineData("LOADING LABELS THRESHOLD WINDOW RESULT")]
    [InlineData("LOADING LABELS SEARCH CONFIDENCE THRESHOLD WINDOW RESULT", "-p:AutotuneForceChange=true")]
    public void The_log_shows_every_stage_of_what_is_proposed_and_then_the_progress(string stages, params string[] arguments)
    {
        using var repository = MetricsRepository.WithOrders();

        var lines = repository.Autotune(["-v:n", .. arguments]).Succeeds().Lines.Select(l => l.Trim()).ToList();

        var tree = lines.IndexOf("orders  metrics/orders.yml");
        Assert.Equal(
            stages.Split(' '),
            lines.Skip(tree).Where(l => l.StartsWith("├─", StringComparison.Ordinal) || l.StartsWith("└─", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]));
        Assert.StartsWith("[1/1] orders  ", lines[lines.FindIndex(tree, l => l.StartsWith("└─ RESULT", StringComparison.Ordinal))..].First(l => l.StartsWith('[')), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_wish_for_more_a_metric_is_one_line()
    {
        using var repository = MetricsRepository.WithOrders();

        Assert.Collection(
            repository.Autotune().Succeeds().Said,
            line => Assert.Matches(@"^\[1/1\] orders  \w+  -?\d\.\d\d -> -?\d\.\d\d  \d+\.\d\d s$", line),
            line => Assert.Equal("next: open obj/detectkit/report.html, then review and merge 'detectkit/autotune': git diff HEAD...detectkit/autotune", line),
            line => Assert.StartsWith("shop -> detectkit/autotune (1 tuned; commit ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_evidence_lies_in_obj()
    {
        using var repository = MetricsRepository.WithOrders();

        repository.Autotune().Succeeds();

        Assert.True(File.Exists(Path.Combine(repository.Output, "runs", "orders.json")));
        Assert.True(File.Exists(Path.Combine(repository.Output, "pull-request.md")));
        Assert.True(File.Exists(Path.Combine(repository.Output, "summary.json")));
        Assert.Empty(Directory.EnumerateFiles(repository.Root, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_second_run_commits_nothing_new_and_says_so()
    {
        using var repository = MetricsRepository.WithOrders();
        repository.Autotune().Succeeds();
        var (sha, record) = (repository.Branch(), repository.Read("obj/detectkit/runs/orders.json"));

        var build = repository.Autotune().Succeeds();

        Assert.Equal(sha, repository.Branch());
        Assert.Contains($"commit {sha![..7]} as before)", build.Said[^1], StringComparison.Ordinal);
        Assert.Equal(record, repository.Read("obj/detectkit/runs/orders.json"));
    }

    [Fact]
    public void New_data_that_change_nothing_but_the_header_make_no_commit()
    {
        using var repository = MetricsRepository.WithOrders();
        repository.Autotune().Succeeds();
        var sha = repository.Branch();
        repository.Write("data/orders.csv", repository.Read("data/orders.csv") + "2026-01-11 00:00:00,104.000\n2026-01-11 00:10:00,105.000\n");

        repository.Autotune().Succeeds();

        Assert.Equal(sha, repository.Branch());
        AssertNamesTheRunsOf(repository, sha!);
    }

    [Fact]
    public void A_dry_run_searches_and_reports_only()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = repository.Autotune("-p:AutotuneDryRun=true").Succeeds();

        Assert.Equal("shop -> dry run (1 tuned), see obj/detectkit/report.html", build.Said[^1]);
        Assert.Null(repository.Branch());
        Assert.Equal("", repository.Git("status", "--porcelain"));
        Assert.True(File.Exists(Path.Combine(repository.Output, "runs", "orders.json")));
    }

    [Fact]
    public void Without_a_commit_the_working_tree_has_the_tuned_file()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = repository.Autotune("-p:AutotuneCommit=false").Succeeds();

        Assert.Equal("shop -> working tree (1 tuned), see obj/detectkit/report.html", build.Said[^1]);
        Assert.Null(repository.Branch());
        Assert.Equal("M metrics/orders.yml", repository.Git("status", "--porcelain").Trim());
        Assert.Contains("# Auto-tuned by Detectkit", repository.Read("metrics/orders.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_stands_beside_the_metric_which_stays_as_it_is()
    {
        using var repository = MetricsRepository.WithOrders();

        repository.Autotune("-p:AutotuneEmit=newfile").Succeeds();

        Assert.Matches(@"^metrics/orders__tuned_[0-9a-f]{6}\.yml$", repository.Git("diff", "--name-only", "HEAD", "detectkit/autotune"));
    }

    [Fact]
    public void Nothing_runs_in_a_normal_build()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = repository.Build("Restore;Build").Succeeds();

        Assert.DoesNotContain("orders", build.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(repository.Output));
    }

    [Fact]
    public void A_solution_wide_node_may_run_it_beside_other_tasks()
    {
        using var repository = MetricsRepository.WithOrders();

        repository.Autotune("-mt").Succeeds();

        Assert.NotNull(repository.Branch());
    }

    private static string? AssertNamesTheRunsOf(MetricsRepository repository, string sha)
    {
        using var summary = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(repository.Output, "summary.json")));
        var run = repository.Git("log", "-1", "--format=%(trailers:key=Detectkit-Run,valueonly)", sha).Trim();
        Assert.Equal(run, Assert.Single(summary.RootElement.GetProperty("proposed_runs").EnumerateArray()).GetString());
        return summary.RootElement.GetProperty("proposal").GetString();
    }
}
