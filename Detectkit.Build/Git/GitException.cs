using System.Diagnostics.CodeAnalysis;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Carries a failure to the edge of this folder, where it becomes a result.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It exists to carry a failure; without one it means nothing.")]
[SuppressMessage("Design", "CA1064", Justification = "It never leaves this assembly.")]
internal sealed class GitException(GitFailure failure) : Exception(failure.Message)
{
    private GitFailure Failure => failure;

    /// <summary>Makes a result of an operation, and one of its failure; names of branches and files in its message may hold anything.</summary>
    public static T Catch<T>(Func<T> operation, Func<GitFailure, T> failed)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (e is GitException or LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            var failure = (e as GitException)?.Failure ?? GitFailure.Unexpected(e.Message);
            return failed(failure with { Message = CommitMessage.OneLine(failure.Message) });
        }
    }
}
