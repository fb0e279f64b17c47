using Detectkit.Configuration;

namespace Detectkit.Build.Git;

/// <summary>Carries a failure from where it is found to the edge of this folder, where it becomes a result again.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032", Justification = "It exists to carry a failure; without one it means nothing.")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064", Justification = "It never leaves this assembly.")]
internal sealed class GitRefusedException(GitFailure failure, Exception? cause = null) : Exception(failure.Message, cause)
{
    public GitRefusedException(Rule rule, string message, string? path = null, Exception? cause = null)
        : this(new GitFailure(rule, path, message), cause)
    {
    }

    public GitFailure Failure { get; } = failure;
}
