using System.Text;
using System.Text.RegularExpressions;
using Detectkit.Configuration;

namespace Detectkit.Build.Inputs;

/// <summary>Chooses metrics by selectors: a name, a glob over relative paths or names, <c>tag:&lt;tag&gt;</c>.</summary>
internal static class MetricSelection
{
    private const string TagPrefix = "tag:";

    public static (IReadOnlyList<MetricFile> Chosen, IReadOnlyList<Finding> Findings) Choose(
        IReadOnlyList<MetricFile> metrics, IReadOnlyList<string> select, IReadOnlyList<string> exclude, string projectPath)
    {
        var findings = new List<Finding>();
        var taken = select.Count == 0 ? [.. metrics] : Matching("AutotuneSelect", select);
        var left = Matching("AutotuneExclude", exclude);
        return ([.. metrics.Where(m => taken.Contains(m) && !left.Contains(m))], findings);

        HashSet<MetricFile> Matching(string property, IReadOnlyList<string> selectors)
        {
            var all = new HashSet<MetricFile>();
            foreach (var selector in selectors)
            {
                var matches = Matcher(selector);
                var found = metrics.Where(m => matches(m)).ToList();
                all.UnionWith(found);
                if (found.Count == 0)
                {
                    findings.Add(new Finding(BuildRules.SelectorMatchesNothing, projectPath, SourceSpan.FileStart, NoMatch(property, selector, metrics)));
                }
            }

            return all;
        }
    }

    private static string NoMatch(string property, string selector, IReadOnlyList<MetricFile> metrics)
    {
        const int mostNames = 10;
        var names = metrics.Select(m => m.Reading.Name).OfType<string>().Order(StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", names.Take(mostNames)) + (names.Count > mostNames ? ", ..." : "");
        return $"'{selector}' in {property} matches no metric: write a metric's name, a glob over paths like 'metrics/**/api_*.yml' or 'tag:<tag>'; there are {shown}";
    }

    private static Func<MetricFile, bool> Matcher(string selector)
    {
        if (selector.StartsWith(TagPrefix, StringComparison.Ordinal))
        {
            var tag = selector[TagPrefix.Length..].Trim();
            return m => m.Tags.Contains(tag, StringComparer.Ordinal);
        }

        if (!selector.AsSpan().ContainsAny('*', '?') && !selector.Contains('/', StringComparison.Ordinal))
        {
            return m => m.Reading.Name == selector || m.File.Path == selector;
        }

        var path = selector.StartsWith("./", StringComparison.Ordinal) ? selector[2..] : selector;
        var pattern = Glob(path);
        return m => pattern.IsMatch(m.File.Path) || pattern.IsMatch(m.DisplayName);
    }

    private static Regex Glob(string glob)
    {
        var pattern = new StringBuilder(@"\A");
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob.AsSpan(i).StartsWith("**/", StringComparison.Ordinal))
            {
                pattern.Append("(?:.*/)?");
                i += 2;
            }
            else if (glob.AsSpan(i).StartsWith("**", StringComparison.Ordinal))
            {
                pattern.Append(".*");
                i++;
            }
            else
            {
                pattern.Append(glob[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }

        return new Regex(pattern.Append(@"\z").ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
