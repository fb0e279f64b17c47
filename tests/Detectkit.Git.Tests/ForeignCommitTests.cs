namespace Detectkit.Build.Git;

public sealed class ForeignCommitTests
{
    [Fact]
    public void A_commit_on_top_of_ours_stops_the_run_and_is_named()
    {
        using var repository = TunedRepository();
        OnBranch(repository, "commit", "-q", "--allow-empty", "-m", "Raise the threshold by hand");
        var tip = repository.Git("rev-parse", "detectkit/autotune");

        var message = Outcome.Refused(BuildRules.ForeignCommits, repository.Tune("name: orders # next\n"));

        Assert.Contains($"{tip[..7]} 'Raise the threshold by hand' by Ada Example", message, StringComparison.Ordinal);
        Assert.Contains("AutotuneForce=true", message, StringComparison.Ordinal);
        Assert.Equal(tip, repository.Git("rev-parse", "detectkit/autotune"));
    }

    [Fact]
    public void Force_replaces_them_and_the_reflog_keeps_them()
    {
        using var repository = TunedRepository();
        OnBranch(repository, "commit", "-q", "--allow-empty", "-m", "By hand");
        var tip = repository.Git("rev-parse", "detectkit/autotune");
        var request = repository.Request("name: orders # next\n");

        Outcome.Committed(TuningCommit.Write(request with { Target = request.Target with { Force = true } }, default));

        Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
        Assert.Equal(tip, repository.Git("rev-parse", "detectkit/autotune@{1}"));
    }

    [Fact]
    public void Our_commit_amended_by_somebody_is_foreign()
    {
        using var repository = TunedRepository();
        OnBranch(repository, "-c", "user.name=Bob", "commit", "-q", "--amend", "--no-edit", "--allow-empty");

        Outcome.Refused(BuildRules.ForeignCommits, repository.Tune("name: orders # next\n"));
    }

    [Fact]
    public void The_base_merged_into_the_branch_is_foreign()
    {
        using var repository = TunedRepository();
        repository.Write("more.txt", "more");
        repository.CommitAll("More");
        OnBranch(repository, "merge", "-q", "-m", "Merge main", "main");

        Outcome.Refused(BuildRules.ForeignCommits, repository.Tune("name: orders # next\n"));
    }

    [Fact]
    public void Ours_on_top_of_a_foreign_commit_on_top_of_ours_is_foreign()
    {
        using var repository = TunedRepository();
        OnBranch(repository, "commit", "-q", "--allow-empty", "-m", "By hand");
        var request = repository.Request("name: orders # on top\n") with { Changes = [new FileChange("metrics/new.yml", null, "new\n"u8.ToArray())] };
        Outcome.Committed(TuningCommit.Write(request with { Target = request.Target with { Base = "detectkit/autotune" } }, default));

        Outcome.Refused(BuildRules.ForeignCommits, repository.Tune("name: orders # next\n"));
    }

    [Fact]
    public void A_branch_made_by_hand_is_foreign_unless_the_base_contains_it()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("branch", "detectkit/autotune");
        Outcome.Committed(repository.Tune());
        repository.Git("branch", "-q", "-f", "detectkit/autotune", repository.Git("commit-tree", "-m", "Mine", "detectkit/autotune^{tree}"));

        Outcome.Refused(BuildRules.ForeignCommits, repository.Tune());
    }

    [Fact]
    public void A_commit_that_only_quotes_our_subject_is_foreign()
    {
        using var repository = TemporaryRepository.WithMetric();
        var changed = repository.Git("commit-tree", "-m", "Tune 3 metrics", "-m", "by hand", "-p", "HEAD", "HEAD:metrics");
        repository.Git("branch", "-q", "-f", "detectkit/autotune", changed);

        Outcome.Refused(BuildRules.ForeignCommits, repository.Tune());
    }

    [Fact]
    public void A_commit_that_arrives_during_the_run_is_not_lost()
    {
        using var repository = TunedRepository();
        var foreign = repository.Git("commit-tree", "-m", "Meanwhile", "-p", "detectkit/autotune", "detectkit/autotune^{tree}");
        var request = repository.Request("name: orders # next\n") with
        {
            Reached = step =>
            {
                if (step == CommitStep.CommitWritten)
                {
                    repository.Git("update-ref", "refs/heads/detectkit/autotune", foreign);
                }
            },
        };

        Outcome.Refused(BuildRules.ForeignCommits, TuningCommit.Write(request, default));

        Assert.Equal(foreign, repository.Git("rev-parse", "detectkit/autotune"));
        repository.AssertSound();
    }

    [Fact]
    public void A_branch_that_names_no_commit_is_nobodys_to_replace()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Write(".git/refs/heads/detectkit/autotune", new string('1', 40) + "\n");

        Assert.Contains("1111111", Outcome.Refused(BuildRules.ForeignCommits, repository.Tune()), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_foreign_commits_are_counted()
    {
        using var repository = TunedRepository();
        for (var i = 1; i <= 5; i++)
        {
            OnBranch(repository, "commit", "-q", "--allow-empty", "-m", "By hand");
        }

        Assert.Contains(" and 2 more;", Outcome.Refused(BuildRules.ForeignCommits, repository.Tune("name: orders # next\n")), StringComparison.Ordinal);
    }

    private static TemporaryRepository TunedRepository()
    {
        var repository = TemporaryRepository.WithMetric();
        Outcome.Committed(TuningCommit.Write(repository.Request() with { SourceDateEpoch = "1700000000" }, default));
        return repository;
    }

    private static void OnBranch(TemporaryRepository repository, params string[] arguments)
    {
        repository.Git("checkout", "-q", "detectkit/autotune");
        repository.Git(arguments);
        repository.Git("checkout", "-q", "main");
    }
}
