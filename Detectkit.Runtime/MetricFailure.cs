using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Configuration;

namespace Detectkit.Runtime;

/// <summary>What is wrong with a metric's data or database, for the caller to report where the metric is written.</summary>
/// <param name="Rule">The rule that it is against.</param>
/// <param name="Message">One line that says so.</param>
/// <param name="Place">Where in the query, if that is known.</param>
public sealed record MetricFailure(Rule Rule, string Message, QueryPlace? Place = null)
{
    /// <summary>The field of the metric that it is about; <c>null</c> for the whole metric.</summary>
    public string? Field { get; init; }

    /// <summary>Whether the metric has no usable history because of it.</summary>
    public bool IsError => Rule.Severity == FindingSeverity.Error;
}

/// <summary>A place in a query's text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1; 0 where it is not known.</param>
public sealed record QueryPlace(int Line, int Column)
{
    /// <summary>The line that a message names, and the column where it has one; <c>null</c> where it names neither.</summary>
    internal static QueryPlace? From(Match match)
    {
        return match.Success ? new QueryPlace(Number(match.Groups[1]) ?? 0, Number(match.Groups[2]) ?? 0) : null;

        static int? Number(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The place of an offset in a text.</summary>
    internal static QueryPlace At(string text, int offset)
    {
        var before = text.AsSpan(0, Math.Clamp(offset, 0, text.Length));
        return new QueryPlace(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}

/// <summary>Carries a failure from where it is found to where loading a metric ends, where it becomes a result.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032", Justification = "It exists to carry a failure; without one it means nothing.")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064", Justification = "It never leaves this assembly and the worker.")]
internal sealed class LoadingFailedException(MetricFailure failure, Exception? cause = null) : Exception(failure.Message, cause)
{
    public LoadingFailedException(Rule rule, string message, QueryPlace? place = null, Exception? cause = null)
        : this(new MetricFailure(rule, message, place), cause)
    {
    }

    public MetricFailure Failure { get; } = failure;

    /// <summary>Whether a second try may succeed.</summary>
    public bool MayPass { get; init; }

    /// <summary>Whether no connection was to be had at all.</summary>
    public bool IsRefusal { get; init; }
}
