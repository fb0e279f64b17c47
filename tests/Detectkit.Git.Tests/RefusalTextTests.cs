using Detectkit.Configuration;
using Detectkit.Tests;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Detectkit.Build.Git;

/// <summary>Every refusal as a person reads it: what is wrong and what to do.</summary>
public sealed partial class RefusalTextTests
{
    [Fact]
    public void Every_refusal_says_what_is_wrong_and_what_to_do()
    {
        var texts = Cases().Select(test =>
        {
            using var repository = test.Make();
            var failure = Outcome.As<TuningCommitResult.Failed>(TuningCommit.Write(test.Change(repository.Request("name: orders # next\n")), default)).Failure;
            Assert.True(test.Rule == failure.Rule, $"{failure.Rule.Id}: {failure.Message}");
            return $"{failure.Rule.Id} {failure.Rule.Title}\n  {Varying().Replace(failure.Message.Replace(repository.Beside, "<folder>", StringComparison.Ordinal), match => match.Length == 7 ? "<id>" : "<git's words>")}\n";
        });

        Snapshot.Verify(string.Join('\n', texts));
    }

    [Fact]
    public void Every_rule_is_on_the_page_about_the_commit()
    {
        var page = File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "docs", "git.md"));
        var rules = typeof(BuildRules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Rule>();

        Assert.All(rules.Where(rule => rule.Id.StartsWith("DTK05", StringComparison.Ordinal)), rule => Assert.Contains($"| {rule.Id} |", page, StringComparison.Ordinal));
    }

    private static IEnumerable<(Rule Rule, Func<TemporaryRepository> Make, Func<TuningCommitRequest, TuningCommitRequest> Change)> Cases()
    {
        yield return (BuildRules.NoRepository, TemporaryRepository.Empty, Same);
        yield return (BuildRules.RepositoryUnreadable, () => Made(TemporaryRepository.Empty(), ["init", "-q", "--object-format=sha256"]), Same);
        yield return (BuildRules.BareRepository, () => Made(TemporaryRepository.Empty(), ["init", "-q", "--bare"]), Same);
        yield return (BuildRules.UnbornHead, TemporaryRepository.Unborn, Same);
        yield return (BuildRules.BaseNotFound, () => TemporaryRepository.WithMetric(), request => request with { Target = request.Target with { Base = "nosuch" } });
        yield return (BuildRules.BranchNameInvalid, () => TemporaryRepository.WithMetric(), request => request with { Target = request.Target with { Branch = "a..b" } });
        yield return (BuildRules.BranchNameInvalid, () => Made(TemporaryRepository.WithMetric(), ["branch", "detectkit"]), Same);
        yield return (BuildRules.BranchNameInvalid, () => Made(TemporaryRepository.WithMetric(), ["symbolic-ref", "refs/heads/detectkit/autotune", "refs/heads/main"]), Same);
        yield return (BuildRules.BranchCheckedOut, () => Made(TemporaryRepository.WithMetric(), ["checkout", "-q", "-b", "detectkit/autotune"]), Same);
        yield return (BuildRules.ForeignCommits, () => Made(TemporaryRepository.WithMetric(), ["checkout", "-q", "-b", "detectkit/autotune"], ["mv", TemporaryRepository.Metric, "mine.yml"], ["commit", "-q", "-m", "Mine"], ["checkout", "-q", "main"]), Same);
        yield return (BuildRules.FileNotCommitted, () => TemporaryRepository.WithMetric(), request => request with { Changes = [request.Changes[0] with { Read = "draft"u8.ToArray() }] });
        yield return (BuildRules.FileNotCommitted, () => TemporaryRepository.WithMetric(), request => request with { Changes = [request.Changes[0] with { Path = "metrics/new.yml" }] });
        yield return (BuildRules.FileOutsideRepository, () => TemporaryRepository.WithMetric(), request => request with { Changes = [request.Changes[0] with { Path = "../orders.yml" }] });
        yield return (BuildRules.FileOutsideRepository, () => TemporaryRepository.WithMetric(), request => request with { Changes = [request.Changes[0], new FileChange(TemporaryRepository.Metric, null, "other"u8.ToArray())] });
        yield return (BuildRules.FilterFailed, () => Made(TemporaryRepository.WithMetric(attributes: "*.yml filter=broken\n"), ["config", "filter.broken.clean", "false"], ["config", "filter.broken.required", "true"]), Same);
        yield return (BuildRules.SigningFailed, () => Made(TemporaryRepository.WithMetric(), ["config", "commit.gpgsign", "true"], ["config", "gpg.program", "nosuch"]), Same);
        yield return (BuildRules.SigningFailed, () => Made(TemporaryRepository.WithMetric(), ["config", "commit.gpgsign", "true"], ["config", "gpg.program", "./gpg"]), Same);
        yield return (BuildRules.ConfigurationUnreadable, () => Made(TemporaryRepository.WithMetric(), ["config", "user.useConfigOnly", "true"], ["config", "--unset", "user.email"]), Same);
        yield return (BuildRules.CommitDateInvalid, () => TemporaryRepository.WithMetric(), request => request with { SourceDateEpoch = "today" });
        yield return (BuildRules.CommitFailed, () => TemporaryRepository.WithMetric(), request => request with { Changes = [new FileChange(".git/config", null, "x"u8.ToArray())] });
    }

    private static TuningCommitRequest Same(TuningCommitRequest request) => request;

    private static TemporaryRepository Made(TemporaryRepository repository, params string[][] commands)
    {
        foreach (var command in commands)
        {
            repository.Git(command);
        }

        return repository;
    }

    // Ids, and what git itself says, differ from run to run and from version to version.
    [GeneratedRegex(@"\b[0-9a-f]{7}\b|(?<=filters of '[^']+': ).*|(?<=made no signature: ).*")]
    private static partial Regex Varying();
}
