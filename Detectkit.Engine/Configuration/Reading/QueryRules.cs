using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Checks where the query comes from and what its template says.</summary>
internal static class QueryRules
{
    /// <summary>Checks <c>query</c> and <c>query_file</c>.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="text">The file's text, for the exact place of what is wrong in the query.</param>
    public static void Check(MappingReader metric, string text)
    {
        var query = Given(metric, MetricFields.Query);
        var file = Given(metric, MetricFields.QueryFile);
        if (query is null && file is null)
        {
            var at = metric.Entry(MetricFields.Query) ?? metric.Entry(MetricFields.QueryFile);
            metric.Findings.Add(Rules.QuerySource, at?.Key.Span ?? metric.FirstKey, "A metric needs 'query' or 'query_file'.");
        }
        else if (query is not null && file is not null)
        {
            var second = query.Key.Span.Start.Index > file.Key.Span.Start.Index ? query : file;
            metric.Findings.Add(Rules.QuerySource, second.Key.Span, "'query' and 'query_file' exclude each other; keep one.");
        }

        foreach (var entry in new[] { query, file }.OfType<YamlEntry>().Where(e => e.Value.StringValue?.Trim().Length == 0))
        {
            metric.Findings.Add(Rules.EmptyQuery, entry.Value.Span, "'" + ((YamlScalar)entry.Key).Text + "' is empty, so that nothing can be loaded; write a query.");
        }

        if (query?.Value is YamlScalar { Value: TextScalar } scalar)
        {
            CheckTemplate(scalar, text, metric.Findings);
        }
    }

    private static YamlEntry? Given(MappingReader metric, Field field) => metric.Entry(field) is { IsNull: false } entry ? entry : null;

    private static void CheckTemplate(YamlScalar query, string text, FileFindings findings)
    {
        // An alias stands elsewhere than the text it repeats, where the places inside mean nothing.
        var content = text.Length > 0 && text[0] == '\uFEFF' ? text.Substring(1) : text;
        var isHere = query.Alias is null && query.Span.End.Index <= content.Length;
        var source = isHere ? content.Substring(query.Span.Start.Index, query.Span.End.Index - query.Span.Start.Index) : query.Text;
        var template = QueryTemplate.Scan(source);
        var lines = new TextLines(content);
        foreach (var problem in template.Problems)
        {
            var span = isHere
                ? new SourceSpan(lines.At(query.Span.Start.Index + problem.Index), lines.At(query.Span.Start.Index + problem.Index + problem.Length))
                : query.Span;
            findings.Add(problem.Rule, span, problem.Message);
        }

        if (!template.HasTimeRange && query.Text.Trim().Length > 0)
        {
            findings.Add(Rules.QueryReadsAll, query.Span, QueryTemplate.ReadsAll);
        }
    }
}
