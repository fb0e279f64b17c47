using System.Diagnostics;
using System.Globalization;

namespace Detectkit.Build.Git;

/// <summary>
/// What a child process of the kill tests does: <c>loop ROOT</c> commits without end; <c>die ROOT STEP N CONTENT</c> kills itself at
/// the N-th time it reaches a step, as a power cut would, with no code running afterwards; <c>tune ROOT CONTENT</c> commits once and says
/// how it ended; <c>check ROOT</c> says what would stop a commit.
/// </summary>
internal static class CommitLoop
{
    private static int Main(string[] args)
    {
        var repository = TemporaryRepository.Existing(args[1]);
        if (args[0] == "loop")
        {
            Console.WriteLine("ready");
            for (var i = 0; ; i++)
            {
                repository.Tune(string.Create(CultureInfo.InvariantCulture, $"name: orders # run {Environment.ProcessId} {i}\n"));
            }
        }

        if (args[0] == "tune")
        {
            var result = repository.Tune(args[2]);
            Console.WriteLine(result is TuningCommitResult.Failed failed ? $"{failed.Failure.Rule.Id}: {failed.Failure.Message}" : result.GetType().Name);
            return 0;
        }

        if (args[0] == "check")
        {
            foreach (var failure in repository.Check(TemporaryRepository.Metric).Failures)
            {
                Console.WriteLine($"{failure.Rule.Id}: {failure.Message}");
            }

            return 0;
        }

        var (step, times) = (Enum.Parse<CommitStep>(args[2]), int.Parse(args[3], CultureInfo.InvariantCulture));
        var request = repository.Request(args[4]) with
        {
            Reached = reached =>
            {
                if (reached == step && --times == 0)
                {
                    using var self = Process.GetCurrentProcess();
                    self.Kill();
                    Thread.Sleep(Timeout.Infinite);
                }
            },
        };
        return TuningCommit.Write(request, default) is TuningCommitResult.Failed ? 1 : 0;
    }
}
