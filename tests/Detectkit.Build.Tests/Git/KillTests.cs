using System.Diagnostics;
using System.Globalization;

namespace Detectkit.Build.Git;

/// <summary>A run that is killed leaves the branch old or new, a sound repository, and nothing that the next run does not clear away.</summary>
public sealed class KillTests
{
    // The kills of one repository come one after another; several repositories share the processors.
    private const int KillsPerRepository = 50;

    [Theory]
    [InlineData(nameof(CommitStep.QuarantineOpened), 1)]
    [InlineData(nameof(CommitStep.BlobWritten), 1)]
    [InlineData(nameof(CommitStep.TreeWritten), 1)]
    [InlineData(nameof(CommitStep.CommitWritten), 1)]
    [InlineData(nameof(CommitStep.ObjectPublished), 1)]
    [InlineData(nameof(CommitStep.ObjectPublished), 2)]
    [InlineData(nameof(CommitStep.ObjectPublished), 3)]
    [InlineData(nameof(CommitStep.ObjectPublished), 4)]
    [InlineData(nameof(CommitStep.BranchLocked), 1)]
    [InlineData(nameof(CommitStep.ReflogWritten), 1)]
    [InlineData(nameof(CommitStep.BranchMoved), 1)]
    [InlineData(nameof(CommitStep.QuarantineClosed), 1)]
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
        AssertFsck(repository);

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

        Assert.NotEmpty(repository.Strays());
        repository.Git("prune", "--expire=now");
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
        Outcome.Committed(repository.Tune("name: orders # first\n"));
        var random = new Random(seed);
        for (var kill = 0; kill < KillsPerRepository; kill++)
        {
            using var child = Process.Start(Child("loop", repository.Root))!;
            Assert.Equal("ready", child.StandardOutput.ReadLine());

            // The first commit of a process takes some 100 ms to compile, the others a few each; both are worth hitting.
            Assert.False(child.WaitForExit(random.Next(kill % 2 == 0 ? 60 : 250)));
            child.Kill();
            child.WaitForExit();

            Assert.Equal("1", repository.Git("rev-list", "--count", "main..detectkit/autotune"));
            Assert.Matches("^name: orders # (first|run [0-9]+ [0-9]+)$", repository.Git("show", "detectkit/autotune:" + TemporaryRepository.Metric));
            AssertFsck(repository);
        }

        Outcome.Committed(repository.Tune("name: orders # last\n"));
        repository.AssertSound();
    }

    private static ProcessStartInfo Child(params string[] arguments) =>
        IsolatedGit.Start(Environment.ProcessPath!, Path.GetTempPath(), ["exec", typeof(KillTests).Assembly.Location, .. arguments]);

    private static void AssertFsck(TemporaryRepository repository)
    {
        var (exitCode, output, errors) = IsolatedGit.TryRun(repository.Root, "fsck", "--full", "--strict");
        Assert.True(exitCode == 0, output + errors);
    }
}
