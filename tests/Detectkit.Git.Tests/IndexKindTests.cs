namespace Detectkit.Build.Git;

/// <summary>Kinds of index and of configuration that the library cannot read, or reads otherwise than git.</summary>
public sealed class IndexKindTests
{
    private const string Crlf = "name: orders # tuned\r\n";

    [Theory]
    [InlineData("split")]
    [InlineData("sparse")]
    [InlineData("version 4")]
    [InlineData("untracked cache")]
    [InlineData("unreadable")]
    public void Whatever_the_index_is_the_commit_is_made_and_the_index_stays(string kind)
    {
        using var repository = TemporaryRepository.WithMetric("name: orders\n", "*.yml text\n");
        repository.Write("other/one/file", "1");
        repository.CommitAll("Other");
        switch (kind)
        {
            case "split":
                repository.Git("update-index", "--split-index");
                break;
            case "sparse":
                repository.Git("sparse-checkout", "init", "--cone", "--sparse-index");
                repository.Git("sparse-checkout", "set", "metrics");
                Assert.Contains("other/\n", repository.Git("ls-files", "--sparse") + "\n", StringComparison.Ordinal);
                break;
            case "version 4":
                repository.Git("update-index", "--index-version", "4");
                break;
            case "untracked cache":
                repository.Git("update-index", "--untracked-cache");
                break;
            default:
                repository.Write(".git/index", "no index at all");
                break;
        }

        var index = File.ReadAllBytes(Path.Combine(repository.GitFolder, "index"));
        var request = repository.Request(Crlf);
        Assert.Empty(repository.Check(TemporaryRepository.Metric).LeftOut);

        var sha = Outcome.Committed(TuningCommit.Write(request, default));

        Assert.Equal(index, File.ReadAllBytes(Path.Combine(repository.GitFolder, "index")));
        Assert.Equal("name: orders # tuned\n", repository.Git("cat-file", "blob", sha + ":" + TemporaryRepository.Metric) + "\n");
        Assert.Equal(".gitattributes\nmetrics/orders.yml\nother/one/file", repository.Git("ls-tree", "-r", "--name-only", sha));
    }

    [Fact]
    public void Attributes_outside_the_sparse_folders_apply()
    {
        using var repository = TemporaryRepository.WithMetric("name: orders\n");
        repository.Write("metrics/.gitattributes", "*.yml text\n");
        repository.CommitAll("Attributes");
        File.Delete(Path.Combine(repository.Root, "metrics/.gitattributes"));

        var sha = Outcome.Committed(repository.Tune(Crlf));

        Assert.DoesNotContain('\r', repository.Git("cat-file", "blob", sha + ":" + TemporaryRepository.Metric));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_filter_applies_whatever_the_index_is(bool areAttributesCheckedOut)
    {
        using var repository = TemporaryRepository.WithMetric("NAME: ORDERS\n");
        repository.Write("metrics/.gitattributes", "*.yml filter=shout\n");
        repository.CommitAll("Attributes");
        repository.Git("config", "filter.shout.clean", "tr a-z A-Z");
        repository.Write(TemporaryRepository.Metric, "name: orders\n");
        repository.Write(".git/index", "no index at all");
        if (!areAttributesCheckedOut)
        {
            File.Delete(Path.Combine(repository.Root, "metrics/.gitattributes"));
        }

        var check = repository.Check(TemporaryRepository.Metric);
        Assert.Empty(check.Failures.Concat(check.LeftOut));
        var sha = Outcome.Committed(repository.Tune());

        Assert.Equal("NAME: ORDERS # TUNED", repository.Git("cat-file", "blob", sha + ":" + TemporaryRepository.Metric));
        Assert.Equal("no index at all", File.ReadAllText(Path.Combine(repository.GitFolder, "index")));
    }

    [Fact]
    public void Line_endings_follow_the_configuration_of_the_working_tree()
    {
        using var repository = TemporaryRepository.WithMetric("name: orders\n");
        repository.Git("config", "extensions.worktreeConfig", "true");
        repository.Git("config", "--worktree", "core.autocrlf", "input");

        Assert.DoesNotContain('\r', repository.Git("cat-file", "blob", Outcome.Committed(repository.Tune(Crlf)) + ":" + TemporaryRepository.Metric));
    }
}
