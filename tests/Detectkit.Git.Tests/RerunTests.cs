using Detectkit.Emission;

namespace Detectkit.Build.Git;

public sealed class RerunTests
{
    [Fact]
    public void The_same_result_on_the_same_base_writes_nothing()
    {
        using var repository = TemporaryRepository.WithMetric();
        var first = Outcome.Committed(repository.Tune());
        var before = Everything(repository);

        Assert.Equal(first, Outcome.Unchanged(repository.Tune()));

        Assert.Equal(before, Everything(repository));
    }

    [Fact]
    public void Another_result_replaces_the_commit_of_the_earlier_run()
    {
        using var repository = TemporaryRepository.WithMetric();
        var first = Outcome.Committed(repository.Tune("name: orders # first\n"));

        var second = Outcome.As<TuningCommitResult.Committed>(repository.Tune("name: orders # second\n"));

        Assert.Equal(first, second.Replaced);
        Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
    }

    [Fact]
    public void A_branch_of_ours_on_an_old_base_is_replaced_by_one_commit_on_the_present_base()
    {
        using var repository = TemporaryRepository.WithMetric();
        Outcome.Committed(repository.Tune());
        repository.Write("more.txt", "more");
        var head = repository.CommitAll("More");

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal(head, repository.Git("rev-parse", sha + "^"));
        Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
    }

    [Fact]
    public void A_branch_on_a_base_that_was_rewritten_is_replaced()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Write("more.txt", "more");
        repository.CommitAll("More");
        Outcome.Committed(repository.Tune());
        repository.Git("commit", "-q", "--amend", "-m", "More, reworded");

        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal(repository.Git("rev-parse", "main"), repository.Git("rev-parse", sha + "^"));
    }

    [Fact]
    public void A_merged_branch_starts_anew()
    {
        using var repository = TemporaryRepository.WithMetric();
        var first = Outcome.Committed(repository.Tune());
        repository.Git("merge", "-q", "--no-ff", "-m", "Merge", "detectkit/autotune");

        Assert.Null(Outcome.As<TuningCommitResult.NothingToCommit>(repository.Tune()).Proposal);
        Assert.Equal(first, repository.Git("rev-parse", "detectkit/autotune"));
        Outcome.Committed(repository.Tune("name: orders # next\n"));
        Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
    }

    [Fact]
    public void A_result_that_the_base_already_holds_commits_nothing_and_names_the_proposal_it_contradicts()
    {
        using var repository = TemporaryRepository.WithMetric();
        var proposal = Outcome.Committed(repository.Tune());

        var nothing = Outcome.As<TuningCommitResult.NothingToCommit>(repository.Tune("name: orders\n"));

        Assert.Equal(repository.Git("rev-parse", "main"), nothing.BaseSha);
        Assert.Equal(proposal, nothing.Proposal);
        Assert.Equal(proposal, repository.Git("rev-parse", "detectkit/autotune"));
    }

    [Fact]
    public void The_same_result_in_the_same_second_is_the_same_commit()
    {
        using var one = TemporaryRepository.WithMetric();
        one.Git("clone", "-q", ".", "../two");
        var two = one.At(Path.Combine(one.Beside, "two"));
        two.Git("config", "user.name", "Ada Example");
        two.Git("config", "user.email", "ada@example.org");

        Assert.Equal(
            Outcome.Committed(TuningCommit.Write(one.Request() with { SourceDateEpoch = "1700000000" }, default)),
            Outcome.Committed(TuningCommit.Write(two.Request() with { SourceDateEpoch = "1700000000" }, default)));
    }

    private static string Everything(TemporaryRepository repository) => string.Join('\n',
        Directory.EnumerateFiles(repository.CommonFolder, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/objects/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => file + " " + Convert.ToHexString(File.ReadAllBytes(file))))
        + repository.Git("count-objects", "-v");

    [Theory]
    [InlineData("", "false")]
    [InlineData("", "true")]
    [InlineData("*.yml text eol=crlf ident\n", "false")]
    public void Another_header_alone_makes_no_commit_whatever_git_does_to_the_file(string attributes, string autocrlf)
    {
        var newLine = attributes.Length > 0 || autocrlf == "true" ? "\r\n" : "\n";
        using var repository = TemporaryRepository.WithMetric("name: orders # $Id$\n", attributes);
        repository.Git("config", "core.autocrlf", autocrlf);
        File.Delete(Path.Combine(repository.Root, TemporaryRepository.Metric));
        repository.Git("checkout", "--", TemporaryRepository.Metric);
        var content = File.ReadAllText(Path.Combine(repository.Root, TemporaryRepository.Metric));
        Assert.EndsWith(newLine, content, StringComparison.Ordinal);

        var sha = Outcome.Committed(repository.Tune(Header("a1", newLine) + content + "enabled: true" + newLine));

        Assert.Equal(sha, Outcome.Unchanged(repository.Tune(Header("b2", newLine) + content + "enabled: true" + newLine)));
        Outcome.Committed(repository.Tune(Header("b2", newLine) + content + "enabled: false" + newLine));
        Assert.Contains("run_id: b2", repository.Git("show", "detectkit/autotune:" + TemporaryRepository.Metric), StringComparison.Ordinal);
        Assert.DoesNotContain('\r', repository.Git("show", "detectkit/autotune:" + TemporaryRepository.Metric));
    }

    private static string Header(string run, string newLine) =>
        string.Concat(new[] { TunedHeader.Border, $"# Auto-tuned by Detectkit (run_id: {run})", TunedHeader.Border }.Select(line => line + newLine));
}
