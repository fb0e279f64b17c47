using System.Text.RegularExpressions;
using Detectkit.Configuration;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>The table of rules, the page that explains them and the examples that prove them cover each other.</summary>
public class DiagnosticsPageTests
{
    private static readonly IReadOnlyList<DocumentedExample> Examples = DocumentedExample.ReadAll();

    public static TheoryData<string> RuleIds() => new(Rules.All.Select(r => r.Id));

    // The rule about our own output has no bad file; the emission's tests provoke it.
    public static TheoryData<string> RulesAboutFiles() => new(Rules.All.Select(r => r.Id).Where(id => id != Rules.TunedTextRefused.Id));

    [Fact]
    public void Ids_are_distinct() => Assert.Equal(Rules.All.Count, Rules.All.Select(r => r.Id).Distinct().Count());

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Every_rule_is_explained_with_its_title_and_severity(string id)
    {
        var rule = Rules.All.Single(r => r.Id == id);
        Assert.Contains(
            $"### {id}\n\n**{rule.Title}** ({rule.Severity.ToString().ToLowerInvariant()})\n", DocumentedExample.Page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"dotnet_diagnostic.{id}.severity", DocumentedExample.Page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RulesAboutFiles))]
    public void The_bad_example_of_a_rule_has_the_finding(string id)
    {
        var findings = Examples.Single(e => e.RuleId == id && e.IsBad).Findings();
        Assert.Contains(findings, f => f.Rule.Id == id);
    }

    [Theory]
    [MemberData(nameof(RulesAboutFiles))]
    public void The_good_example_of_a_rule_has_nothing_worse_than_information(string id)
    {
        var findings = Examples.Single(e => e.RuleId == id && !e.IsBad).Findings();
        Assert.DoesNotContain(findings, f => f.Rule.Id == id || f.Rule.Severity != FindingSeverity.Info);
    }

    [Fact]
    public void The_page_explains_no_rule_of_this_table_that_does_not_exist()
    {
        var explained = Regex.Matches(DocumentedExample.Page, @"^### (DTK0[0-2]\d\d)$", RegexOptions.Multiline).Select(m => m.Groups[1].Value);
        Assert.Equal(Rules.All.Select(r => r.Id), explained);
    }

    [Fact]
    public void Every_message_is_one_line()
    {
        foreach (var finding in Examples.SelectMany(e => e.Findings()))
        {
            Assert.DoesNotContain('\n', finding.Message);
            Assert.EndsWith(".", finding.Message.Replace("?", ".", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }
}
