namespace Detectkit;

/// <summary>How serious a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Accepted, but probably not what was meant.</summary>
    Warning,

    /// <summary>Not accepted.</summary>
    Error,
}

/// <summary>A kind of finding, declared once in the rule table.</summary>
/// <param name="Id">The id, <c>DTK0001</c> and up.</param>
/// <param name="Severity">The severity unless the user sets another.</param>
/// <param name="Title">What the rule is about, in a few words.</param>
public sealed record Rule(string Id, FindingSeverity Severity, string Title)
{
    /// <summary>The page that explains the rule, relative to the repository.</summary>
    public string HelpLink => "docs/diagnostics.md#" + Id.ToLowerInvariant();
}

/// <summary>Something found in a file, with its place. Findings are data; user errors throw nothing.</summary>
/// <param name="Rule">The rule that was broken.</param>
/// <param name="Path">The file as it was given to the reader.</param>
/// <param name="Span">The offending value, or the key where the value is missing.</param>
/// <param name="Message">One line: what is wrong and what is allowed.</param>
public sealed record Finding(Rule Rule, string Path, SourceSpan Span, string Message)
{
    /// <summary>In the form compilers use: <c>file(line,column): severity id: message</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString() =>
        string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            "{0}({1},{2}): {3} {4}: {5}",
            Path,
            Span.Start.Line,
            Span.Start.Column,
            Rule.Severity.ToString().ToLowerInvariant(),
            Rule.Id,
            Message);
}
