using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Project;

/// <summary>Checks the template of a query file.</summary>
internal static class QueryFileReader
{
    public static ValueList<Finding> Check(string path, string text)
    {
        var findings = new FileFindings(path);
        var lines = new TextLines(text);
        var template = QueryTemplate.Scan(text);
        if (text.Trim().Length == 0)
        {
            findings.Add(Rules.EmptyQuery, SourceSpan.FileStart, "The query file is empty, so that nothing can be loaded; write a query.");
        }
        else if (!template.HasTimeRange)
        {
            findings.Add(Rules.QueryReadsAll, SourceSpan.FileStart, QueryTemplate.ReadsAll);
        }

        foreach (var problem in template.Problems)
        {
            findings.Add(problem.Rule, new SourceSpan(lines.At(problem.Index), lines.At(problem.Index + problem.Length)), problem.Message);
        }

        return findings.InFileOrder();
    }
}
