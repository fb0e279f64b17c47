using Detectkit.Configuration;

namespace Detectkit.Build.Sources;

/// <summary>A named reason why a metric's rows could not be loaded.</summary>
/// <param name="Rule">The kind of failure.</param>
/// <param name="Message">One line: what is wrong and what to do about it.</param>
/// <param name="Place">Where in the query it is; <c>null</c> when it is about the query as a whole.</param>
internal sealed record LoadingFailure(Rule Rule, string Message, QueryPlace? Place = null);

/// <summary>A place in a query's text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1; 0 when only the line is known.</param>
internal sealed record QueryPlace(int Line, int Column);

/// <summary>Carries a failure from where it is found to where a metric's loading ends, where it becomes a result.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032", Justification = "It exists to carry a failure; without one it means nothing.")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064", Justification = "It never leaves this assembly.")]
internal sealed class LoadingFailedException(LoadingFailure failure, Exception? cause = null) : Exception(failure.Message, cause)
{
    public LoadingFailedException(Rule rule, string message, QueryPlace? place = null, Exception? cause = null)
        : this(new LoadingFailure(rule, message, place), cause)
    {
    }

    public LoadingFailure Failure { get; } = failure;

    /// <summary>Whether a second try may succeed.</summary>
    public bool MayPass { get; init; }

    /// <summary>Whether no connection was to be had at all.</summary>
    public bool IsRefusal { get; init; }
}
