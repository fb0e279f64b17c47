using System.Diagnostics;
using System.Globalization;

namespace Detectkit.Build.Git;

public sealed class ConcurrencyTests
{
    [Fact]
    public void Two_runs_at_once_both_finish_and_the_branch_holds_the_later()
    {
        using var repository = TemporaryRepository.WithMetric();
        using var start = new Barrier(2);
        var results = new TuningCommitResult[2];
        for (var round = 0; round < 20; round++)
        {
            Parallel.Invoke(Enumerable.Range(0, 2).Select(run => (Action)(() =>
            {
                start.SignalAndWait();
                results[run] = repository.Tune(string.Create(CultureInfo.InvariantCulture, $"name: orders # {round} {run}\n"));
            })).ToArray());

            var (first, second) = (Outcome.As<TuningCommitResult.Committed>(results[0]), Outcome.As<TuningCommitResult.Committed>(results[1]));
            var tip = repository.Git("rev-parse", "detectkit/autotune");
            var (winner, loser) = tip == first.Sha ? (first, second) : (second, first);
            Assert.Equal(tip, winner.Sha);
            Assert.Equal(loser.Sha, winner.Replaced);
            Assert.Equal(loser.Sha, repository.Git("rev-parse", "detectkit/autotune@{1}"));
        }

        Assert.Equal("40", repository.Git("rev-list", "--walk-reflogs", "--count", "detectkit/autotune"));
        repository.AssertSound();
    }

    [Fact]
    public void Two_runs_with_one_result_make_one_commit()
    {
        using var repository = TemporaryRepository.WithMetric();
        using var start = new Barrier(2);
        var results = new TuningCommitResult[2];
        Parallel.Invoke(Enumerable.Range(0, 2).Select(run => (Action)(() =>
        {
            start.SignalAndWait();
            results[run] = TuningCommit.Write(repository.Request(), default);
        })).ToArray());

        Assert.Single(results.OfType<TuningCommitResult.Committed>());
        Assert.Single(results.OfType<TuningCommitResult.Unchanged>());
        repository.AssertSound();
    }

    [Fact]
    public async Task A_run_and_git_itself_take_turns()
    {
        using var repository = TemporaryRepository.WithMetric();
        Outcome.Committed(repository.Tune());
        using var stop = new CancellationTokenSource();
        var packing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                IsolatedGit.TryRun(repository.Root, "pack-refs", "--all");
            }
        });

        string sha = "";
        for (var i = 0; i < 40; i++)
        {
            sha = Outcome.Committed(repository.Tune(string.Create(CultureInfo.InvariantCulture, $"name: orders # {i}\n")));
        }

        await stop.CancelAsync();
        await packing;
        Assert.Equal(sha, repository.Git("rev-parse", "detectkit/autotune"));
        repository.AssertSound();
    }

    [Fact]
    public void A_run_waits_for_a_lock_that_goes_away()
    {
        using var repository = TemporaryRepository.WithMetric();
        Outcome.Committed(repository.Tune());
        var lockFile = Path.Combine(repository.CommonFolder, "refs/heads/detectkit/autotune.lock");
        File.WriteAllText(lockFile, "");
        var found = 0;
        var request = repository.Request("name: orders # next\n") with
        {
            Reached = step =>
            {
                if (step == CommitStep.FoundLocked && ++found == 2)
                {
                    File.Delete(lockFile);
                }
            },
        };

        Outcome.Committed(TuningCommit.Write(request, default));

        Assert.Equal(2, found);
    }

    [Fact]
    public void A_lock_that_stays_is_named_and_kept()
    {
        using var repository = TemporaryRepository.WithMetric();
        var lockFile = Path.Combine(repository.CommonFolder, "refs/heads/detectkit/autotune.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(lockFile)!);
        File.WriteAllText(lockFile, "");

        Assert.Contains($"'{lockFile}'", Outcome.Refused(BuildRules.BranchBusy, repository.Tune()), StringComparison.Ordinal);

        Assert.True(File.Exists(lockFile));
        Assert.Equal([lockFile], repository.Strays());
    }

    [Fact]
    public void Cancelling_ends_the_wait_for_a_lock_at_once()
    {
        using var repository = TemporaryRepository.WithMetric();
        var lockFile = Path.Combine(repository.CommonFolder, "refs/heads/detectkit/autotune.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(lockFile)!);
        File.WriteAllText(lockFile, "");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();

        Assert.Throws<OperationCanceledException>(() => TuningCommit.Write(repository.Request(), cancel.Token));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
        Assert.Equal([lockFile], repository.Strays());
    }
}
