using System.Text;

namespace Detectkit.Build.Git;

/// <summary>What git would store is what is stored: each case against <c>git add</c> of the very same bytes.</summary>
public sealed class StoredContentTests
{
    private const string Lf = "name: orders\nquery: |\n  select 1\n";
    private const string Crlf = "name: orders\r\nquery: |\r\n  select 1\r\n";
    private const string Mixed = "name: orders\r\nquery: |\n  select 1\r\n";

    public static TheoryData<string, string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var attributes in new[] { "", "* text=auto\n", "*.yml text\n", "*.yml text eol=crlf\n", "*.yml text eol=lf\n", "*.yml -text\n", "*.yml binary\n", "*.yml ident\n", "* text=auto eol=crlf\n" })
        {
            foreach (var autocrlf in new[] { "", "true", "input" })
            {
                foreach (var (committed, tuned) in new[] { (Lf, Lf), (Lf, Crlf), (Crlf, Crlf), (Crlf, Lf), (Lf, Mixed), (Crlf, Mixed) })
                {
                    data.Add(attributes, autocrlf, committed, tuned + "# $Id: 123 $\n");
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Line_endings_are_stored_as_git_add_stores_them(string attributes, string autocrlf, string committed, string tuned)
    {
        // Committed without any conversion, so that CRLF can lie in the repository where the attributes came later.
        using var repository = TemporaryRepository.WithMetric(committed);
        if (attributes.Length > 0)
        {
            repository.Write(".gitattributes", attributes);
            repository.Git("add", ".gitattributes");
            repository.Git("commit", "-qm", "Attributes");
        }

        if (autocrlf.Length > 0)
        {
            repository.Git("config", "core.autocrlf", autocrlf);
        }

        AssertStoredAsGitDoes(repository, Encoding.UTF8.GetBytes(tuned));
    }

    [Fact]
    public void A_byte_order_mark_stays()
    {
        using var repository = TemporaryRepository.WithMetric("\uFEFFname: orders\r\n");

        AssertStoredAsGitDoes(repository, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("name: orders # tuned\r\n")]);
    }

    [Fact]
    public void Attributes_of_a_folder_and_of_the_repository_itself_apply()
    {
        using var repository = TemporaryRepository.WithMetric(Lf);
        repository.Write("metrics/.gitattributes", "*.yml text\n");
        repository.CommitAll("Attributes");
        AssertStoredAsGitDoes(repository, Encoding.UTF8.GetBytes(Crlf + "# 1\r\n"));

        File.WriteAllText(Path.Combine(repository.CommonFolder, "info", "attributes"), "*.yml -text\n");
        AssertStoredAsGitDoes(repository, Encoding.UTF8.GetBytes(Crlf + "# 2\r\n"));
    }

    [Fact]
    public void A_clean_filter_runs()
    {
        using var repository = TemporaryRepository.WithMetric(Lf);
        repository.Write(".gitattributes", "*.yml filter=upper\n");
        repository.CommitAll("Attributes");
        repository.Git("config", "filter.upper.clean", "tr a-z A-Z");
        repository.Git("add", "--renormalize", ".");
        repository.Git("commit", "-qm", "Renormalize");

        AssertStoredAsGitDoes(repository, Encoding.UTF8.GetBytes(Lf + "# tuned\n"));
        Assert.Contains("# TUNED", repository.Git("show", "detectkit/autotune:" + TemporaryRepository.Metric), StringComparison.Ordinal);
        repository.AssertSound();
    }

    [Fact]
    public void A_filter_without_a_driver_passes_content_through()
    {
        using var repository = TemporaryRepository.WithMetric(Lf);
        repository.Write(".gitattributes", "*.yml filter=nobody-configured-this\n");
        repository.CommitAll("Attributes");

        AssertStoredAsGitDoes(repository, Encoding.UTF8.GetBytes(Lf + "# tuned\n"));
    }

    [Fact]
    public void A_filter_that_fails_stops_the_commit()
    {
        using var repository = TemporaryRepository.WithMetric(Lf);
        repository.Write(".gitattributes", "*.yml filter=broken\n");
        repository.CommitAll("Attributes");
        repository.Git("config", "filter.broken.clean", "false");
        repository.Git("config", "filter.broken.required", "true");

        var message = Outcome.Refused(BuildRules.FilterFailed, repository.Tune());

        Assert.Contains(TemporaryRepository.Metric, message, StringComparison.Ordinal);
        repository.AssertSound();
    }

    [Fact]
    public void An_encoding_of_the_working_tree_is_converted()
    {
        using var repository = TemporaryRepository.WithMetric(Lf);
        repository.Write(".gitattributes", "*.yml working-tree-encoding=UTF-16LE\n");
        repository.WriteBytes(TemporaryRepository.Metric, Encoding.Unicode.GetBytes(Lf));
        repository.CommitAll("Attributes");

        AssertStoredAsGitDoes(repository, Encoding.Unicode.GetBytes(Lf + "# tuned\n"));
        Assert.Equal(Lf + "# tuned", repository.Git("show", "detectkit/autotune:" + TemporaryRepository.Metric));
    }

    private static void AssertStoredAsGitDoes(TemporaryRepository repository, byte[] tuned)
    {
        var request = repository.Request() with
        {
            Changes = [new FileChange(TemporaryRepository.Metric, File.ReadAllBytes(Path.Combine(repository.Root, TemporaryRepository.Metric)), tuned)],
        };
        var result = TuningCommit.Write(request, default);
        var commit = result is TuningCommitResult.NothingToCommit nothing ? nothing.BaseSha : Outcome.Committed(result);

        repository.WriteBytes(TemporaryRepository.Metric, tuned);
        repository.Git("add", TemporaryRepository.Metric);
        Assert.Equal(
            repository.Git("cat-file", "-p", ":" + TemporaryRepository.Metric).Replace("\r", "\\r", StringComparison.Ordinal),
            repository.Git("cat-file", "-p", commit + ":" + TemporaryRepository.Metric).Replace("\r", "\\r", StringComparison.Ordinal));
        repository.Git("reset", "-q", "--hard");
    }
}
