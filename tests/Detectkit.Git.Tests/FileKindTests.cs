using System.Text;

namespace Detectkit.Build.Git;

public sealed class FileKindTests
{
    [Fact]
    public void An_executable_file_stays_executable()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("update-index", "--chmod=+x", TemporaryRepository.Metric);
        repository.Git("commit", "-qm", "Executable");
        repository.Git("reset", "-q", "--hard");

        var sha = Outcome.Committed(repository.Tune());

        Assert.StartsWith("100755", repository.Git("ls-tree", sha, TemporaryRepository.Metric), StringComparison.Ordinal);
    }

    [Fact]
    public void A_linked_file_stays_a_link_and_its_target_changes()
    {
        using var repository = TemporaryRepository.WithMetric();
        File.CreateSymbolicLink(Path.Combine(repository.Root, "metrics/link.yml"), "./../metrics/orders.yml");
        repository.CommitAll("Link");

        var sha = Outcome.Committed(TuningCommit.Write(repository.Request(path: "metrics/link.yml"), default));

        Assert.Equal("M\tmetrics/orders.yml", repository.Git("diff-tree", "-r", "--name-status", "--no-commit-id", sha));
    }

    [Fact]
    public void A_linked_folder_stays_a_link()
    {
        using var repository = TemporaryRepository.WithMetric();
        File.CreateSymbolicLink(Path.Combine(repository.Root, "linked"), "metrics");
        repository.CommitAll("Link");

        var sha = Outcome.Committed(TuningCommit.Write(repository.Request(path: "linked/orders.yml"), default));

        Assert.Equal("M\tmetrics/orders.yml", repository.Git("diff-tree", "-r", "--name-status", "--no-commit-id", sha));
    }

    [Theory]
    [InlineData("../../outside.yml", "out of the repository")]
    [InlineData("/etc/hostname", "absolute path")]
    [InlineData("link.yml", "loop")]
    [InlineData("../metrics", "is a folder")]
    public void A_link_that_leads_nowhere_useful_is_refused(string target, string reason)
    {
        using var repository = TemporaryRepository.WithMetric();
        File.CreateSymbolicLink(Path.Combine(repository.Root, "metrics/link.yml"), target);
        repository.CommitAll("Link");
        var request = repository.Request() with { Changes = [new FileChange("metrics/link.yml", null, Encoding.UTF8.GetBytes("x"))] };

        var message = Outcome.Refused(BuildRules.FileOutsideRepository, TuningCommit.Write(request, default));

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("metrics/link.yml", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_metrics_that_are_one_file_must_agree()
    {
        using var repository = TemporaryRepository.WithMetric();
        File.CreateSymbolicLink(Path.Combine(repository.Root, "metrics/link.yml"), "orders.yml");
        repository.CommitAll("Link");
        var request = repository.Request();

        Outcome.Committed(TuningCommit.Write(request with { Changes = [repository.Change(TemporaryRepository.Metric, "a\n"), repository.Change("metrics/link.yml", "a\n")] }, default));
        Outcome.Refused(BuildRules.FileOutsideRepository, TuningCommit.Write(request with { Changes = [repository.Change(TemporaryRepository.Metric, "a\n"), repository.Change("metrics/link.yml", "b\n")] }, default));
    }

    [Theory]
    [InlineData("../secret.yml")]
    [InlineData("metrics/../../secret.yml")]
    [InlineData("metrics")]
    [InlineData("")]
    public void A_path_outside_or_of_a_folder_is_refused(string path)
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request() with { Changes = [new FileChange(path, null, Encoding.UTF8.GetBytes("x"))] };

        Outcome.Refused(BuildRules.FileOutsideRepository, TuningCommit.Write(request, default));
    }

    [Fact]
    public void A_path_into_the_git_folder_is_refused()
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request() with { Changes = [new FileChange(".git/config", null, Encoding.UTF8.GetBytes("x"))] };

        Outcome.Refused(BuildRules.CommitFailed, TuningCommit.Write(request, default));
        repository.AssertSound();
    }

    [Fact]
    public void A_file_cannot_lie_under_a_file()
    {
        using var repository = TemporaryRepository.WithMetric();
        var request = repository.Request() with { Changes = [new FileChange("metrics/orders.yml/x.yml", null, Encoding.UTF8.GetBytes("x"))] };

        Outcome.Refused(BuildRules.FileOutsideRepository, TuningCommit.Write(request, default));
    }

    [Theory]
    [InlineData("metrics/Umsätze – Köln.yml")]
    [InlineData("metrics/a b\"c.yml")]
    [InlineData("metrics/back\\slash.yml")]
    public void Odd_names_are_kept(string path)
    {
        if (OperatingSystem.IsWindows() && path.AsSpan().ContainsAny('"', '\\'))
        {
            return;
        }

        using var repository = TemporaryRepository.WithMetric();
        repository.Write(path, "name: odd\n");
        repository.CommitAll("Odd");

        var sha = Outcome.Committed(TuningCommit.Write(repository.Request(path: path), default));

        Assert.Equal("M\0" + path + "\0", repository.Git("diff-tree", "-r", "-z", "--name-status", "--no-commit-id", sha));
    }

    [Fact]
    public void A_metric_in_a_nested_submodule_is_refused()
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("clone", "-q", ".", "../inner");
        repository.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "inner");
        repository.CommitAll("Submodule");

        var message = Outcome.Refused(BuildRules.FileOutsideRepository, TuningCommit.Write(repository.Request(path: "inner/metrics/orders.yml"), default));

        Assert.Contains("submodule 'inner'", message, StringComparison.Ordinal);
    }
}
