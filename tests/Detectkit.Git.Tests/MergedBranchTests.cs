namespace Detectkit.Build.Git;

/// <summary>Branches that somebody has committed to and that are merged all the same.</summary>
public sealed class MergedBranchTests
{
    [Fact]
    public void A_branch_squashed_with_a_reviewers_commit_starts_anew()
    {
        using var repository = Reviewed();
        Squash(repository);

        Assert.Null(Outcome.As<TuningCommitResult.NothingToCommit>(repository.Tune("name: orders # reviewed\n")).Proposal);
        Outcome.Committed(repository.Tune("name: orders # next\n"));
        Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
    }

    [Fact]
    public void It_stays_merged_when_the_base_goes_on()
    {
        using var repository = Reviewed();
        Squash(repository);
        repository.Write("more.txt", "more\n");
        repository.Write(TemporaryRepository.Metric, "name: orders # by hand\n");
        repository.CommitAll("By hand");

        Outcome.Committed(repository.Tune("name: orders # next\n"));
    }

    [Fact]
    public void A_base_that_moved_before_the_squash_does_not_matter()
    {
        using var repository = Reviewed();
        repository.Write("more.txt", "more\n");
        repository.CommitAll("More");
        Squash(repository);

        Outcome.Committed(repository.Tune("name: orders # next\n"));
    }

    [Fact]
    public void A_squash_that_left_out_the_reviewers_file_is_not_merged()
    {
        using var repository = Reviewed();
        Squash(repository, "reset", "-q", "--", "notes.txt");

        Outcome.Refused(BuildRules.ForeignCommits, repository.Tune("name: orders # next\n"));
    }

    [Fact]
    public void Without_a_merge_the_reviewers_commit_is_foreign()
    {
        using var repository = Reviewed();

        Outcome.Refused(BuildRules.ForeignCommits, repository.Tune("name: orders # next\n"));
    }

    [Fact]
    public void A_shallow_clone_knows_a_merge_by_equal_trees()
    {
        using var repository = Reviewed();
        Squash(repository);
        repository.Git("clone", "-q", "--depth", "1", "file://" + repository.Root, "../job");
        var job = repository.At(Path.Combine(repository.Beside, "job"));
        job.Git("fetch", "-q", "--depth", "1", "origin", "+refs/heads/detectkit/autotune:refs/heads/detectkit/autotune");

        Outcome.Committed(job.Tune("name: orders # next\n"));
    }

    // Our proposal and a reviewer's commit on top, which changes it and adds a file.
    private static TemporaryRepository Reviewed()
    {
        var repository = TemporaryRepository.WithMetric();
        Outcome.Committed(repository.Tune());
        repository.Git("checkout", "-q", "detectkit/autotune");
        repository.Write(TemporaryRepository.Metric, "name: orders # reviewed\n");
        repository.Write("notes.txt", "seen\n");
        repository.CommitAll("Review");
        repository.Git("checkout", "-q", "main");
        return repository;
    }

    private static void Squash(TemporaryRepository repository, params string[] before)
    {
        repository.Git("merge", "-q", "--squash", "detectkit/autotune");
        if (before.Length > 0)
        {
            repository.Git(before);
        }

        repository.Git("commit", "-qm", "Squashed");
        repository.Git("reset", "-q", "--hard");
    }
}
