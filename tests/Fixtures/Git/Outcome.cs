using Detectkit.Configuration;

namespace Detectkit.Build.Git;

/// <summary>Short forms of the assertions on a result.</summary>
internal static class Outcome
{
    public static string Committed(TuningCommitResult result) => As<TuningCommitResult.Committed>(result).Sha;

    public static string Unchanged(TuningCommitResult result) => As<TuningCommitResult.Unchanged>(result).Sha;

    public static string Refused(Rule rule, TuningCommitResult result)
    {
        var failure = As<TuningCommitResult.Failed>(result).Failure;
        Assert.True(rule == failure.Rule, $"{failure.Rule.Id}: {failure.Message}");
        Assert.DoesNotContain('\n', failure.Message);
        return failure.Message;
    }

    public static T As<T>(TuningCommitResult result) where T : TuningCommitResult
    {
        Assert.True(result is T, result.ToString());
        return (T)result;
    }
}
