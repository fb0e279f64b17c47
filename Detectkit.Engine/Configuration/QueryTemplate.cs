using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration;

/// <summary>Something wrong in a query's template.</summary>
internal sealed record TemplateProblem(Rule Rule, int Index, int Length, string Message);

/// <summary>The template variables that a query uses.</summary>
/// <param name="HasTimeRange">Whether it uses the start or the end of the time range.</param>
/// <param name="Problems">What is wrong with it, in order.</param>
internal sealed record QueryTemplate(bool HasTimeRange, ValueList<TemplateProblem> Problems)
{
    /// <summary>What a query without the time range does.</summary>
    internal const string ReadsAll = "The query uses neither {{ dtk_start_time }} nor {{ dtk_end_time }}: all of its history is read each time.";

    private static readonly ValueList<string> RangeVariables = ["dtk_start_time", "dtk_end_time"];

    public static ValueList<string> Variables { get; } = ["dtk_start_time", "dtk_end_time", "interval_seconds"];

    public static QueryTemplate Scan(string query)
    {
        var scanner = new TemplateScanner(query);
        scanner.Run();
        var problems = scanner.Unclosed is { } open
            ? new[] { new TemplateProblem(Rules.TemplateSyntax, open, 2, "The template tag that opens here is not closed.") }
            : [];
        var unknown = scanner.Variables
            .Where(v => !Variables.Contains(v.Name) && !scanner.Assigned.Contains(v.Name))
            .Select(v => new TemplateProblem(
                Rules.TemplateVariable, v.Index, v.Name.Length, "'" + MessageText.Shorten(v.Name) + "' is not a template variable" + SpellingSuggestion.Hint(v.Name, Variables)));
        return new QueryTemplate(
            scanner.Variables.Any(v => RangeVariables.Contains(v.Name)),
            unknown.Concat(problems).OrderBy(p => p.Index).ToValueList());
    }
}
