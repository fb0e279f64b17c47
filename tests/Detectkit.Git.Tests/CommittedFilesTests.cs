using System.Text;

namespace Detectkit.Build.Git;

public sealed class CommittedFilesTests
{
    [Fact]
    public void A_clean_project_gives_the_base_to_build_on()
    {
        using var repository = TemporaryRepository.WithMetric();
        var before = repository.Untouchables();

        var check = repository.Check(TemporaryRepository.Metric);

        Assert.Empty(check.Failures);
        Assert.Equal(repository.Git("rev-parse", "HEAD"), check.BaseSha);
        Assert.Equal(before, repository.Untouchables());
        repository.AssertSound();
    }

    [Fact]
    public void Every_file_that_differs_from_the_base_is_named()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Write("metrics/staged.yml", "name: staged\n");
        File.CreateSymbolicLink(Path.Combine(repository.Root, "metrics/outside.yml"), "../../outside.yml");
        File.WriteAllText(Path.Combine(repository.Beside, "outside.yml"), "name: outside\n");
        repository.CommitAll("Add staged");
        repository.Write("metrics/untracked.yml", "name: untracked\n");
        repository.Write("metrics/staged.yml", "name: staged # edit\n");
        repository.Git("add", "metrics/staged.yml");

        var check = repository.Check("metrics/untracked.yml", TemporaryRepository.Metric, "metrics/staged.yml", "metrics/outside.yml");

        Assert.Null(check.BaseSha);
        Assert.Equal((BuildRules.FileOutsideRepository, "metrics/outside.yml"), (Assert.Single(check.Failures).Rule, check.Failures[0].Path));
        Assert.Equal(["metrics/untracked.yml", "metrics/staged.yml"], check.LeftOut.Select(failure => failure.Path));
        Assert.All(check.LeftOut, failure => Assert.Equal(BuildRules.FileLeftOut, failure.Rule));
        Assert.All(check.LeftOut, failure => Assert.Contains("AutotuneCommit=false", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_check_writes_nothing()
    {
        using var repository = TemporaryRepository.WithMetric(attributes: "*.yml text\nmetrics/shouted.yml filter=shout\n");
        repository.Git("config", "filter.shout.clean", "tr a-z A-Z");
        repository.Write("metrics/shouted.yml", "name: shouted\n");
        repository.CommitAll("Add shouted");
        repository.Write(TemporaryRepository.Metric, "name: orders # draft\r\n");
        repository.Write("metrics/shouted.yml", "name: shouted # draft\n");
        var before = repository.Git("count-objects", "-v");

        Assert.Equal(2, repository.Check(TemporaryRepository.Metric, "metrics/shouted.yml").LeftOut.Length);

        Assert.Equal(before, repository.Git("count-objects", "-v"));
        Assert.Equal("", repository.Git("fsck", "--unreachable"));
    }

    [Fact]
    public void The_base_decides_not_HEAD()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("branch", "old");
        repository.Write(TemporaryRepository.Metric, "name: orders # newer\n");
        repository.CommitAll("Newer");

        var check = TuningBase.Check(repository.Branch with { Base = "old" }, [repository.Change(TemporaryRepository.Metric, "")], default);
        Assert.Empty(check.Failures);
        Assert.Equal(BuildRules.FileLeftOut, Assert.Single(check.LeftOut).Rule);
    }

    [Fact]
    public void Line_endings_that_git_converts_are_no_difference()
    {
        using var repository = TemporaryRepository.WithMetric("name: orders\nenabled: true\n");
        repository.Git("config", "core.autocrlf", "true");
        repository.Write(TemporaryRepository.Metric, "name: orders\r\nenabled: true\r\n");

        Assert.Empty(repository.Check(TemporaryRepository.Metric).LeftOut);
        Assert.Equal("name: orders # tuned", repository.Git("show", Outcome.Committed(repository.Tune("name: orders # tuned\r\n")) + ":" + TemporaryRepository.Metric));
    }

    [Fact]
    public void A_file_stored_before_its_attributes_applied_is_no_difference()
    {
        using var repository = TemporaryRepository.WithMetric("name: orders\r\n");
        repository.Write(".gitattributes", "*.yml text\n");
        repository.Git("add", ".gitattributes");
        repository.Git("commit", "-qm", "Attributes");

        Assert.Empty(repository.Check(TemporaryRepository.Metric).LeftOut);
    }

    [Fact]
    public void A_link_is_compared_by_what_it_leads_to()
    {
        using var repository = TemporaryRepository.WithMetric();
        File.CreateSymbolicLink(Path.Combine(repository.Root, "metrics/link.yml"), "orders.yml");
        repository.CommitAll("Link");
        Assert.Empty(repository.Check("metrics/link.yml").LeftOut);

        repository.Write(TemporaryRepository.Metric, "name: orders # draft\n");
        Assert.Equal("metrics/link.yml", Assert.Single(repository.Check("metrics/link.yml").LeftOut).Path);
    }

    [Fact]
    public void The_state_of_the_repository_is_found_before_tuning()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("checkout", "-q", "-b", "detectkit/autotune");

        var failure = Assert.Single(repository.Check(TemporaryRepository.Metric).Failures);
        Assert.Equal(BuildRules.BranchCheckedOut, failure.Rule);
        Assert.Null(failure.Path);
    }

    [Fact]
    public void The_commit_refuses_what_tuning_read_if_the_base_does_not_hold_it()
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request() with { Changes = [new FileChange(TemporaryRepository.Metric, Encoding.UTF8.GetBytes("name: draft\n"), Encoding.UTF8.GetBytes("tuned\n"))] };

        Outcome.Refused(BuildRules.FileNotCommitted, TuningCommit.Write(request, default));
        Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
    }

    [Fact]
    public void An_edit_made_while_tuning_ran_is_left_alone()
    {
        using var repository = TemporaryRepository.WithMetric();
        var check = repository.Check(TemporaryRepository.Metric);
        var request = repository.Request();
        repository.Write(TemporaryRepository.Metric, "name: orders # meanwhile\n");
        repository.CommitAll("Meanwhile");

        var sha = Outcome.Committed(TuningCommit.Write(request with { Target = request.Target with { Base = check.BaseSha! } }, default));

        Assert.Equal(check.BaseSha, repository.Git("rev-parse", sha + "^"));
        Assert.Equal("name: orders # meanwhile\n", File.ReadAllText(Path.Combine(repository.Root, TemporaryRepository.Metric)));
    }
}
