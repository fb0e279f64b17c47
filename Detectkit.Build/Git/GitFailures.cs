using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Turns what git operations throw into named failures, in the one place where they leave this folder.</summary>
internal static class GitFailures
{
    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>Why it failed, <c>null</c> if it did not.</returns>
    public static GitFailure? Catch(Action operation)
    {
        try
        {
            operation();
            return null;
        }
        catch (GitRefusedException e)
        {
            return e.Failure with { Message = OneLine(e.Failure.Message) };
        }
        catch (Exception e) when (e is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return new GitFailure(BuildRules.CommitFailed, null, $"git's data could not be read or written: {OneLine(e.Message)}");
        }
    }

    // Names of branches and files may hold anything; a diagnostic is one line.
    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
