using Detectkit.Build.Git;

namespace Detectkit.Build.EndToEnd;

/// <summary>Tuning from the metric's file to the branch, by the real worker in a real repository of every kind that the rules for git name.</summary>
public sealed class GitScenarioTests
{
    private const string Ours = "name: orders # ours\n";

    private static readonly GitScenario[] Scenarios =
    [
        new("a plain repository"),
        new("a linked worktree") { SetUp = r => { r.Git("worktree", "add", "-q", "-b", "feature", "../tree"); return Beside(r, "tree"); } },
        new("a worktree of a bare repository")
        {
            SetUp = r =>
            {
                r.Git("clone", "-q", "--bare", ".", "../bare.git");
                IsolatedGit.Run(Path.Combine(r.Beside, "bare.git"), "worktree", "add", "-q", "../tree", "main");
                return Beside(r, "tree");
            },
        },
        new("a submodule")
        {
            SetUp = r =>
            {
                r.Git("clone", "-q", ".", "../inner");
                r.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "inner");
                r.CommitAll("Submodule");
                return r.At(Path.Combine(r.Root, "inner"));
            },
            Check = p => Assert.Equal("", IsolatedGit.Run(Path.GetDirectoryName(p.Root)!, "branch", "--list", "detectkit/*")),
        },
        new("a shallow clone")
        {
            SetUp = r => { r.Git("clone", "-q", "--depth", "1", "file://" + r.Root, "../shallow"); return Beside(r, "shallow"); },
        },
        new("a partial clone")
        {
            SetUp = r =>
            {
                r.Git("config", "uploadpack.allowFilter", "true");
                r.Git("clone", "-q", "--filter=blob:none", "file://" + r.Root, "../partial");
                return Beside(r, "partial");
            },
        },
        new("a detached HEAD") { SetUp = r => { r.Git("checkout", "-q", "--detach"); return r; } },
        new("a bare remote to push to")
        {
            SetUp = r => { r.Git("clone", "-q", "--bare", ".", "../bare.git"); r.Git("remote", "add", "origin", "../bare.git"); return r; },
            Check = p =>
            {
                p.Git("push", "-q", "origin", "detectkit/autotune");
                var remote = Path.Combine(p.Beside, "bare.git");
                Assert.Equal(p.Git("rev-parse", "detectkit/autotune"), IsolatedGit.Run(remote, "rev-parse", "detectkit/autotune"));
                IsolatedGit.Run(remote, "fsck", "--full", "--strict");
            },
        },
        new("core.autocrlf") { SetUp = r => { r.Git("config", "core.autocrlf", "true"); CheckOutAnew(r); return r; }, Check = AssertStoredWithLineFeeds },
        new("eol=crlf in .gitattributes") { Attributes = "*.yml text eol=crlf\n", SetUp = r => { CheckOutAnew(r); return r; }, Check = AssertStoredWithLineFeeds },
        new("an executable metric file")
        {
            SetUp = r =>
            {
                IsolatedGit.Program("chmod", r.Root, "+x", TemporaryRepository.Metric);
                r.CommitAll("Executable");
                return r;
            },
            Check = p => Assert.StartsWith("100755 ", p.Git("ls-tree", "detectkit/autotune", TemporaryRepository.Metric), StringComparison.Ordinal),
        },
        new("a metric file that is a link")
        {
            SetUp = r =>
            {
                r.Write("shared/orders.yml", TuningWorker.Metric);
                File.Delete(Path.Combine(r.Root, TemporaryRepository.Metric));
                File.CreateSymbolicLink(Path.Combine(r.Root, TemporaryRepository.Metric), "../shared/orders.yml");
                r.CommitAll("Link");
                return r;
            },
            Changes = "M\tshared/orders.yml",
            Check = p => Assert.StartsWith("120000 ", p.Git("ls-tree", "detectkit/autotune", TemporaryRepository.Metric), StringComparison.Ordinal),
        },
        new("a project in a subfolder")
        {
            SetUp = r =>
            {
                var inner = r.At(Path.Combine(r.Root, "a/b"));
                inner.Write(TemporaryRepository.Metric, TuningWorker.Metric);
                TuningWorker.WriteFiles(inner);
                r.CommitAll("Inner");
                return inner;
            },
            Changes = "M\ta/b/" + TemporaryRepository.Metric,
        },
        new("hooks that refuse everything")
        {
            SetUp = r =>
            {
                foreach (var hook in (string[])["pre-commit", "commit-msg", "reference-transaction"])
                {
                    var file = Path.Combine(r.GitFolder, "hooks", hook);
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    File.WriteAllText(file, "#!/bin/sh\nexit 1\n");
                    IsolatedGit.Program("chmod", r.Root, "+x", file);
                }

                return r;
            },
        },
        new("a signing program that fails") { SetUp = r => { r.Git("config", "commit.gpgsign", "true"); r.Git("config", "gpg.program", "false"); return r; }, Error = "DTK0513" },
        new("a branch of ours on an older base") { SetUp = r => { Outcome.Committed(r.Tune(Ours)); Advance(r); return r; } },
        new("a branch of ours that is packed") { SetUp = r => { Outcome.Committed(r.Tune(Ours)); r.Git("gc", "-q"); r.Git("pack-refs", "--all"); return r; } },
        new("a branch of ours that was merged")
        {
            SetUp = r =>
            {
                Outcome.Committed(r.Tune(TuningWorker.Metric.Replace("1.0", "2.0", StringComparison.Ordinal)));
                r.Git("merge", "-q", "--no-ff", "-m", "Merge", "detectkit/autotune");
                return r;
            },
        },
        new("a commit of others on the branch") { SetUp = CommitOfOthers, Error = "DTK0509" },
        new("a commit of others on the branch, by force") { SetUp = CommitOfOthers, Properties = [("AutotuneForce", "true")] },
        new("a branch that is checked out in another worktree")
        {
            SetUp = r => { Outcome.Committed(r.Tune(Ours)); r.Git("worktree", "add", "-q", "../tree", "detectkit/autotune"); return r; },
            Error = "DTK0508",
        },
        new("a branch in the way of the name") { SetUp = r => { r.Git("branch", "detectkit"); return r; }, Error = "DTK0507" },
        new("another branch as the base")
        {
            SetUp = r => { r.Git("branch", "stable"); Advance(r); return r; },
            Properties = [("AutotuneBase", "stable")],
            Base = "stable",
        },
        new("a base that does not exist") { Properties = [("AutotuneBase", "nothing")], Error = "DTK0506" },
        new("a dirty tree and index elsewhere")
        {
            SetUp = r =>
            {
                r.Write("readme.txt", "old\n");
                r.Write("staged.txt", "old\n");
                r.CommitAll("More");
                r.Write("readme.txt", "new\n");
                r.Write("staged.txt", "new\n");
                r.Git("add", "staged.txt");
                r.Write("untracked.txt", "new\n");
                return r;
            },
        },
        new("a metric with changes of its own beside one without")
        {
            SetUp = r =>
            {
                var returns = TuningWorker.Metric.Replace("name: orders", "name: returns", StringComparison.Ordinal);
                r.Write("metrics/returns.yml", returns);
                r.CommitAll("Returns");
                r.Write("metrics/returns.yml", returns + "enabled: true\n");
                r.Write("metrics/untracked.yml", TuningWorker.Metric.Replace("name: orders", "name: untracked", StringComparison.Ordinal));
                return r;
            },
            Text = "warning DTK0518: ",
        },
        new("a branch that a reviewer has committed to and squashed into the base")
        {
            SetUp = r =>
            {
                Outcome.Committed(r.Tune(Ours));
                r.Git("checkout", "-q", "detectkit/autotune");
                r.Write(TemporaryRepository.Metric, TuningWorker.Metric + "# reviewed\n");
                r.CommitAll("Reviewed");
                r.Git("checkout", "-q", "main");
                r.Git("merge", "-q", "--squash", "detectkit/autotune");
                r.Git("commit", "-qm", "Squashed");
                Advance(r);
                return r;
            },
        },
        new("a HEAD without commit")
        {
            SetUp = r =>
            {
                var unborn = Beside(r, "unborn");
                unborn.Write(TemporaryRepository.Metric, TuningWorker.Metric);
                TuningWorker.WriteFiles(unborn);
                unborn.Git("init", "-q", "-b", "main");
                return unborn;
            },
            Error = "DTK0505",
        },
        new("no repository")
        {
            SetUp = r =>
            {
                var folder = Beside(r, "folder");
                folder.Write(TemporaryRepository.Metric, TuningWorker.Metric);
                TuningWorker.WriteFiles(folder);
                return folder;
            },
            Error = "DTK0501",
        },
        new("a bare repository")
        {
            SetUp = r =>
            {
                r.Git("clone", "-q", "--bare", ".", "../bare.git");
                var bare = Beside(r, "bare.git");
                bare.Write(TemporaryRepository.Metric, TuningWorker.Metric);
                return bare;
            },
            Error = "DTK0504",
        },
        new("a repository of SHA-256")
        {
            SetUp = r =>
            {
                var other = Beside(r, "sha256");
                other.Write(TemporaryRepository.Metric, TuningWorker.Metric);
                TuningWorker.WriteFiles(other);
                other.Git("init", "-q", "-b", "main", "--object-format=sha256");
                other.Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "--allow-empty", "-m", "Start");
                return other;
            },
            Error = "DTK0503",
        },
    ];

    public static TheoryData<string> Names() => new(Scenarios.Select(s => s.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Tuning_ends_as_the_rules_say_and_leaves_the_rest_alone(string scenario) => Scenarios.Single(s => s.Name == scenario).Verify();

    [ProgramFact("gpg", "gnupg")]
    public void Tuning_where_commits_are_signed_makes_a_signed_commit()
    {
        var keys = new List<GpgKey>();
        try
        {
            new GitScenario("signed")
            {
                SetUp = r => { keys.Add(GpgKey.For(r)); r.Git("config", "commit.gpgsign", "true"); return r; },
                Check = p => p.Git("verify-commit", "detectkit/autotune"),
            }.Verify();
        }
        finally
        {
            keys.ForEach(k => k.Dispose());
        }
    }

    [Fact]
    public void Two_projects_of_one_repository_keep_each_others_proposals()
    {
        using var repository = TuningWorker.Repository();
        var inner = repository.At(Path.Combine(repository.Root, "pay"));
        inner.Write(TemporaryRepository.Metric, TuningWorker.Metric);
        inner.Write("pay.csproj", "<Project />\n");
        TuningWorker.WriteFiles(inner);
        repository.CommitAll("Another project");

        Assert.Equal(0, TuningWorker.Run(repository.Root).ExitCode);
        var (exitCode, text) = TuningWorker.Run(inner.Root);

        Assert.True(exitCode == 0, text);
        Assert.Contains("with 1 metric of other projects", text, StringComparison.Ordinal);
        Assert.Contains("The branch also changes 1 metric of other projects", File.ReadAllText(Path.Combine(inner.Root, "obj/detectkit/pull-request.md")), StringComparison.Ordinal);
        Assert.Equal("metrics/orders.yml\npay/metrics/orders.yml", repository.Git("diff", "--name-only", "main", "detectkit/autotune"));

        var both = repository.Git("rev-parse", "detectkit/autotune");
        Assert.All([repository, inner], project => Assert.Contains("as before, with 1 metric of other projects", TuningWorker.Run(project.Root).Text, StringComparison.Ordinal));
        Assert.Equal(both, repository.Git("rev-parse", "detectkit/autotune"));
        repository.AssertSound();
    }

    [RootFact]
    public void Tuning_in_a_repository_of_another_user_is_refused_until_it_is_trusted()
    {
        using var repository = TuningWorker.Repository();
        IsolatedGit.Program("chown", repository.Beside, "-R", "nobody", repository.Root);

        var (exitCode, text) = TuningWorker.Run(repository.Root);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error DTK0502: ", text, StringComparison.Ordinal);
        IsolatedGit.Program("chown", repository.Beside, "-R", "root", repository.Root);
        Assert.Equal("", repository.Git("branch", "--list", "detectkit/*"));
        repository.AssertSound();
    }

    [Fact]
    public void Two_processes_at_once_with_one_result_make_one_commit()
    {
        using var repository = TuningWorker.Repository();
        var before = repository.Untouchables();

        using var first = TuningWorker.Start(repository.Root, ("AutotuneOutput", "obj/one"));
        using var second = TuningWorker.Start(repository.Root, ("AutotuneOutput", "obj/two"));

        Assert.All([first.End(), second.End()], end => Assert.True(end.ExitCode == 0, end.Text));
        Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
        Assert.Equal("1", repository.Git("rev-list", "--walk-reflogs", "--count", "detectkit/autotune"));
        Assert.Equal(before, repository.Untouchables());
        repository.AssertSound();
    }

    [Fact]
    public void Two_processes_at_once_with_two_results_both_finish_and_the_reflog_has_both()
    {
        using var repository = TuningWorker.Repository(null, "returns");
        var before = repository.Untouchables();

        using var first = TuningWorker.Start(repository.Root, ("AutotuneSelect", "orders"), ("AutotuneOutput", "obj/one"));
        using var second = TuningWorker.Start(repository.Root, ("AutotuneSelect", "returns"), ("AutotuneOutput", "obj/two"));

        Assert.All([first.End(), second.End()], end => Assert.True(end.ExitCode == 0, end.Text));
        Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
        var changes = new[] { "detectkit/autotune", "detectkit/autotune@{1}" }.Select(c => repository.Git("diff", "--name-only", "main", c)).Order(StringComparer.Ordinal);
        Assert.Equal(["metrics/orders.yml", "metrics/returns.yml"], changes);
        Assert.Equal(before, repository.Untouchables());
        repository.AssertSound();
    }

    private static TemporaryRepository Beside(TemporaryRepository repository, string folder) => repository.At(Path.Combine(repository.Beside, folder));

    private static TemporaryRepository CommitOfOthers(TemporaryRepository repository)
    {
        repository.Git("branch", "detectkit/autotune");
        repository.Git("checkout", "-q", "detectkit/autotune");
        repository.Write("theirs.txt", "theirs\n");
        repository.CommitAll("Theirs");
        repository.Git("checkout", "-q", "main");
        return repository;
    }

    private static void Advance(TemporaryRepository repository)
    {
        repository.Write("more.txt", "more\n");
        repository.CommitAll("More");
    }

    private static void CheckOutAnew(TemporaryRepository repository)
    {
        File.Delete(Path.Combine(repository.Root, TemporaryRepository.Metric));
        repository.Git("checkout", "--", TemporaryRepository.Metric);
        Assert.Contains("\r\n", File.ReadAllText(Path.Combine(repository.Root, TemporaryRepository.Metric)), StringComparison.Ordinal);
    }

    private static void AssertStoredWithLineFeeds(TemporaryRepository project) =>
        Assert.DoesNotContain('\r', project.Git("cat-file", "blob", "detectkit/autotune:" + TemporaryRepository.Metric));
}
