using System.Diagnostics;
using System.Globalization;
using Detectkit.Build.EndToEnd;

namespace Detectkit.Build.Git;

/// <summary>A run that is killed leaves the branch old or new, a sound repository, and nothing that the next run does not clear away.</summary>
public sealed class KillTests
{
    // The kills of one repository come one after another; several repositories share the processors.
    private const int KillsPerRepository = 50;
    private const int KillsOfAWorker = 10;

    [Theory]
    [InlineData(nameof(CommitStep.BlobWritten), 1)]
    [InlineData(nameof(CommitStep.TreeWritten), 1)]
    [InlineData(nameof(CommitStep.CommitWritten), 1)]
    [InlineData(nameof(CommitStep.BranchMoved), 1)]
    public void Killed_after_any_step_a_run_leaves_the_branch_old_or_new_and_the_next_run_cleans_up(string step, int times)
    {
        using var repository = TemporaryRepository.WithMetric();
        var old = Outcome.Committed(repository.Tune("name: orders # old\n"));

        using (var child = Process.Start(Child("die", repository.Root, step, times.ToString(CultureInfo.InvariantCulture), "name: orders # new\n"))!)
        {
            child.WaitForExit();
            Assert.Equal(137, child.ExitCode);
        }

        var moved = Enum.Parse<CommitStep>(step) >= CommitStep.BranchMoved;
        Assert.Equal(moved, repository.Git("rev-parse", "detectkit/autotune") != old);
        Assert.Equal(moved ? "name: orders # new" : "name: orders # old", repository.Git("show", "detectkit/autotune:" + TemporaryRepository.Metric));
        AssertOnlyOwnLeftovers(repository);

        Outcome.Committed(repository.Tune("name: orders # next\n"));
        repository.AssertSound();
    }

    [Fact]
    public void What_a_killed_run_leaves_git_clears_away_too()
    {
        using var repository = TemporaryRepository.WithMetric();
        using (var child = Process.Start(Child("die", repository.Root, nameof(CommitStep.CommitWritten), "1", "name: orders # new\n"))!)
        {
            child.WaitForExit();
        }

        Assert.Contains("unreachable commit", repository.Git("fsck", "--unreachable"), StringComparison.Ordinal);
        repository.Git("prune", "--expire=now");
        Assert.Equal("", repository.Git("fsck", "--unreachable"));
        repository.AssertSound();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Killed_at_random_moments_runs_lose_nothing(int seed)
    {
        using var repository = TemporaryRepository.WithMetric();
        var random = new Random(seed);
        for (var kill = 0; kill < KillsPerRepository; kill++)
        {
            // Every other time there is no branch yet.
            if (kill % 2 == 0)
            {
                DeleteBranch(repository);
            }

            using var child = Process.Start(Child("loop", repository.Root))!;
            Assert.Equal("ready", child.StandardOutput.ReadLine());

            // The first commit of a process takes some 100 ms to compile, the others a few each; both are worth hitting.
            Assert.False(child.WaitForExit(random.Next(kill % 4 < 2 ? 60 : 250)));
            child.Kill();
            child.WaitForExit();

            if (Tip(repository) is not null)
            {
                AssertComplete(repository, "^name: orders # (next [0-9]+|run [0-9]+ [0-9]+)$");
            }
            else
            {
                Assert.Equal(0, kill % 2);
            }

            AssertOnlyOwnLeftovers(repository);
            Outcome.Committed(repository.Tune(string.Create(CultureInfo.InvariantCulture, $"name: orders # next {kill}\n")));
            Assert.DoesNotContain(repository.Strays(), path => path.EndsWith(".lock", StringComparison.Ordinal));
        }

        repository.Git("prune", "--expire=now");
        repository.AssertSound();
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void A_worker_killed_while_it_writes_loses_nothing(int seed, bool hasBranch)
    {
        using var repository = TuningWorker.Repository();
        var random = new Random(seed);
        for (var kill = 0; kill < KillsOfAWorker; kill++)
        {
            DeleteBranch(repository);
            var old = hasBranch ? Outcome.Committed(repository.Tune("name: orders # old\n")) : null;
            using (var worker = TuningWorker.Start(repository.Root))
            {
                // The commit is written some 100 ms from here on, where other work leaves the processor alone.
                worker.WaitForTuning();
                worker.KillAfter(random.Next(250));
            }

            // Read once: a git that was started goes on, and may move the branch at any moment.
            var tip = Tip(repository);
            if (tip is not null && tip != old)
            {
                AssertComplete(repository, "^# ─");
            }
            else
            {
                Assert.Equal(old, tip);
            }

            AssertOnlyOwnLeftovers(repository);
            Outcome.Committed(repository.Tune(string.Create(CultureInfo.InvariantCulture, $"name: orders # next {kill}\n")));
            repository.Git("prune", "--expire=now");
            repository.AssertSound();
        }
    }

    private static void DeleteBranch(TemporaryRepository repository) => repository.Git("update-ref", "-d", "refs/heads/detectkit/autotune");

    private static string? Tip(TemporaryRepository repository) =>
        IsolatedGit.TryRun(repository.Root, "rev-parse", "-q", "--verify", "refs/heads/detectkit/autotune") is (0, var sha, _) ? sha : null;

    // One commit on the base that changes the metric to one of the contents that were to be written.
    private static void AssertComplete(TemporaryRepository repository, string content)
    {
        Assert.Equal(repository.Git("rev-parse", "main"), repository.Git("rev-parse", "detectkit/autotune^"));
        Assert.Equal("M\t" + TemporaryRepository.Metric, repository.Git("diff-tree", "-r", "--name-status", "--no-commit-id", "detectkit/autotune"));
        Assert.Matches(content, repository.Git("show", "detectkit/autotune:" + TemporaryRepository.Metric));
    }

    // A sound repository, and nothing in it but what git removes: half-written objects, and the lock of a git that was started and goes on.
    private static void AssertOnlyOwnLeftovers(TemporaryRepository repository)
    {
        var (exitCode, output, errors) = IsolatedGit.TryRun(repository.Root, "fsck", "--full", "--strict");
        Assert.True(exitCode == 0, output + errors);
        Assert.All(
            repository.Strays().Select(path => Path.GetRelativePath(repository.CommonFolder, path)),
            path => Assert.True(
                path == "refs/heads/detectkit/autotune.lock" || path.StartsWith("objects/tmp_object_git2_", StringComparison.Ordinal), path));
    }

    private static ProcessStartInfo Child(params string[] arguments) =>
        IsolatedGit.Start(Environment.ProcessPath!, Path.GetTempPath(), ["exec", typeof(KillTests).Assembly.Location, .. arguments]);
}
