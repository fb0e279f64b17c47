using System.Reflection;
using Detectkit.Configuration;
using Detectkit.Runtime;
using Detectkit.Tests;

namespace Detectkit.Build.Tests;

public class BuildRulesPageTests
{
    [Fact]
    public void Every_rule_of_the_build_is_on_the_page_about_diagnostics_or_on_that_about_git()
    {
        var pages = string.Concat(new[] { "diagnostics.md", "git.md" }.Select(page => File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "docs", page))));
        var rules = new[] { typeof(BuildRules), typeof(RuntimeRules) }
            .SelectMany(table => table.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(f => f.GetValue(null)).OfType<Rule>().ToList();

        Assert.NotEmpty(rules);
        Assert.Equal(rules.Select(rule => rule.Id).Distinct(), rules.Select(rule => rule.Id));
        Assert.Empty(rules.Where(rule => !pages.Contains("| " + rule.Id + " |", StringComparison.Ordinal)).Select(rule => rule.Id));
    }
}
