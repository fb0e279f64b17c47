using Detectkit.Tests;
using System.Globalization;
using System.Text;

namespace Detectkit.Build.Git;

public sealed class CommitTests
{
    [Fact]
    public void Changes_only_the_given_file_on_top_of_the_base()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Write("metrics/other.yml", "name: other\n");
        var head = repository.CommitAll("Add other");

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal(sha, repository.Git("rev-parse", "detectkit/autotune"));
        Assert.Equal(head, repository.Git("rev-parse", sha + "^"));
        Assert.Equal("M\tmetrics/orders.yml", repository.Git("diff-tree", "-r", "--name-status", "--no-commit-id", sha));
        Assert.Equal("name: orders # tuned", repository.Git("show", sha + ":metrics/orders.yml"));
        repository.AssertSound();
    }

    [Fact]
    public void Leaves_HEAD_index_and_a_dirty_tree_as_they_are()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Write("staged.txt", "staged");
        repository.Git("add", "staged.txt");
        repository.Write("staged.txt", "edited after staging");
        repository.Write("untracked.txt", "untracked");
        var before = repository.Untouchables();

        Outcome.Committed(repository.Tune());

        Assert.Equal(before, repository.Untouchables());
    }

    [Fact]
    public void Adds_and_removes_files()
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = new TuningCommitRequest(
            repository.Branch,
            [new FileChange("metrics/tuned/orders__tuned.yml", null, Encoding.UTF8.GetBytes("new\n")), new FileChange(TemporaryRepository.Metric, null, null)],
            [new ProposedMetric("orders", "r1", "orders: new file", "metrics/new.yml")]);

        var sha = Outcome.Committed(TuningCommit.Write(request, default));

        Assert.Equal("D\tmetrics/orders.yml\nA\tmetrics/tuned/orders__tuned.yml", repository.Git("diff-tree", "-r", "--name-status", "--no-commit-id", sha));
        Assert.StartsWith("100644", repository.Git("ls-tree", sha, "metrics/tuned/"), StringComparison.Ordinal);
    }

    [Fact]
    public void Message_names_every_metric_and_its_run()
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request() with
        {
            Metrics =
            [
                new ProposedMetric("orders", "20260101-abc123", "orders: mad, threshold 3 -> 2.5 (mcc 0.58 -> 0.71)", TemporaryRepository.Metric),
                new ProposedMetric("errors", "20260101-def456", "errors: zscore -> iqr,\nthreshold 1.5 # not a comment", TemporaryRepository.Metric),
            ],
        };

        var sha = Outcome.Committed(TuningCommit.Write(request, default));

        Snapshot.Verify(repository.Git("log", "-1", "--format=%B", sha));
        Assert.Equal("orders 20260101-abc123\nerrors 20260101-def456", repository.Git("log", "-1", "--format=%(trailers:key=Detectkit-Run,valueonly)", sha).Trim());
    }

    [Fact]
    public void One_metric_is_one_metric()
    {
        using var repository = TemporaryRepository.WithMetric();

        Assert.Equal("Tune 1 metric", repository.Git("log", "-1", "--format=%s", Outcome.Committed(repository.Tune())));
    }

    [Fact]
    public void Hundreds_of_metrics_are_one_commit_of_a_second_or_less()
    {
        using var repository = TemporaryRepository.WithMetric();
        for (var i = 0; i < 240; i++)
        {
            repository.Write($"metrics/team{i % 12}/m{i}.yml", $"name: m{i}\n");
        }

        for (var i = 0; i < 3000; i++)
        {
            repository.Write($"src/{i % 60}/{i}.txt", $"{i}\n");
        }

        repository.CommitAll("Many");
        var request = new TuningCommitRequest(
            repository.Branch,
            [.. Enumerable.Range(0, 240).Select(i => repository.Change($"metrics/team{i % 12}/m{i}.yml", $"name: m{i} # tuned\n"))],
            [.. Enumerable.Range(0, 240).Select(i => new ProposedMetric($"m{i}", "r", $"m{i}: tuned", $"metrics/team{i % 12}/m{i}.yml"))]);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var sha = Outcome.Committed(TuningCommit.Write(request, default));

        // Twenty times what it takes, so that a busy machine does not fail it but a quadratic step does.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
        Assert.Equal(240, repository.Git("diff-tree", "-r", "--name-only", "--no-commit-id", sha).Split('\n').Length);
        repository.AssertSound();
    }

    [Fact]
    public void Author_and_committer_come_from_the_configuration()
    {
        using var repository = TemporaryRepository.WithMetric();

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal("Ada Example <ada@example.org> Ada Example <ada@example.org>", repository.Git("log", "-1", "--format=%an <%ae> %cn <%ce>", sha));
    }

    [Theory]
    [InlineData("user.name")]
    [InlineData("user.email")]
    public void Without_a_configured_identity_Detectkit_commits(string missing)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "--unset", missing);

        Assert.Equal("Detectkit <detectkit@localhost>", repository.Git("log", "-1", "--format=%an <%ae>", Outcome.Committed(repository.Tune())));
    }

    [Fact]
    public void A_linked_worktree_has_its_repositorys_identity_or_its_own()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("worktree", "add", "-q", "-b", "feature", "../tree");
        var worktree = repository.At(Path.Combine(repository.Beside, "tree"));
        Assert.Equal("Ada Example", repository.Git("log", "-1", "--format=%an", Outcome.Committed(worktree.Tune("name: orders # 1\n"))));

        repository.Git("config", "extensions.worktreeConfig", "true");
        worktree.Git("config", "--worktree", "user.name", "Worktree Example");
        Assert.Equal("Worktree Example", repository.Git("log", "-1", "--format=%an", Outcome.Committed(worktree.Tune("name: orders # 2\n"))));
    }

    [Fact]
    public void A_name_that_a_commit_cannot_hold_is_cleaned_as_git_does()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "user.name", "  <Ada> \"the bot\". ");
        var sha = Outcome.Committed(repository.Tune());
        repository.Git("commit", "-q", "--allow-empty", "-m", "by git");

        Assert.Equal(repository.Git("log", "-1", "--format=%an", "HEAD"), repository.Git("log", "-1", "--format=%an", sha));
    }

    [Fact]
    public void SOURCE_DATE_EPOCH_dates_the_commit()
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request() with { SourceDateEpoch = "1700000000" };

        var sha = Outcome.Committed(TuningCommit.Write(request, default));

        Assert.Equal("1700000000 +0000 1700000000 +0000", repository.Git("log", "-1", "--format=%ad %cd", "--date=raw", sha));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void A_SOURCE_DATE_EPOCH_that_is_no_date_is_refused(string value)
    {
        using var repository = TemporaryRepository.WithMetric();

        var message = Outcome.Refused(BuildRules.CommitDateInvalid, TuningCommit.Write(repository.Request() with { SourceDateEpoch = value }, default));

        Assert.Contains($"'{value}'", message, StringComparison.Ordinal);
        Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
    }

    [Fact]
    public void The_clock_dates_the_commit_in_its_own_time_zone()
    {
        using var repository = TemporaryRepository.WithMetric();
        var clock = new FixedClock(DateTimeOffset.Parse("2026-03-04T05:06:07.89-03:30", CultureInfo.InvariantCulture));

        var sha = Outcome.Committed(TuningCommit.Write(repository.Request() with { Clock = clock }, default));

        Assert.Equal("2026-03-04T05:06:07-03:30", repository.Git("log", "-1", "--format=%aI", sha));
        Assert.Contains("detectkit/autotune@{2026-03-04T05:06:07-03:30}", repository.Git("log", "-g", "-1", "--format=%gD", "--date=iso-strict", "detectkit/autotune"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reflog_tells_what_happened()
    {
        using var repository = TemporaryRepository.WithMetric();
        Outcome.Committed(repository.Tune("name: orders # first\n"));
        Outcome.Committed(repository.Tune("name: orders # second\n"));

        Assert.Equal("detectkit: Tune 1 metric\ndetectkit: Tune 1 metric", repository.Git("reflog", "show", "--format=%gs", "detectkit/autotune"));
        Assert.Equal("name: orders # first", repository.Git("show", "detectkit/autotune@{1}:metrics/orders.yml"));
    }

    [Fact]
    public void No_reflog_is_kept_where_git_keeps_none()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "core.logAllRefUpdates", "false");
        Outcome.Committed(repository.Tune());

        Assert.False(File.Exists(Path.Combine(repository.CommonFolder, "logs/refs/heads/detectkit/autotune")));
    }

    [Fact]
    public void A_cancelled_run_commits_nothing_and_leaves_nothing()
    {
        using var repository = TemporaryRepository.WithMetric();
        foreach (var step in Enum.GetValues<CommitStep>().TakeWhile(step => step < CommitStep.FoundLocked))
        {
            using var cancel = new CancellationTokenSource();
            var request = repository.Request($"name: orders # {step}\n") with { Reached = reached => { if (reached == step) { cancel.Cancel(); } } };

            Assert.Throws<OperationCanceledException>(() => TuningCommit.Write(request, cancel.Token));
            Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
            repository.AssertSound();
        }
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.CreateCustomTimeZone("here", now.Offset, null, null);

        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
