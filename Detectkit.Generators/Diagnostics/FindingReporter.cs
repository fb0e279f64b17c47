using Detectkit.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Detectkit.Generators.Diagnostics;

/// <summary>Hands findings to the compiler.</summary>
internal static class FindingReporter
{
    private const string Category = "Detectkit";

    public static void Report(SourceProductionContext output, ValueList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            output.ReportDiagnostic(Diagnostic.Create(DescriptorOf(finding.Rule), LocationOf(finding), finding.Message));
        }
    }

    // The message is the finding's own, braces and all, and so an argument rather than the format.
    private static DiagnosticDescriptor DescriptorOf(Rule rule) => new(
        rule.Id, rule.Title, "{0}", Category, SeverityOf(rule.Severity), isEnabledByDefault: true, helpLinkUri: rule.HelpLink);

    private static DiagnosticSeverity SeverityOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => DiagnosticSeverity.Error,
        FindingSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };

    private static Location LocationOf(Finding finding) => finding.Path.Length == 0
        ? Location.None
        : Location.Create(
            finding.Path,
            TextSpan.FromBounds(finding.Span.Start.Index, Math.Max(finding.Span.Start.Index, finding.Span.End.Index)),
            new LinePositionSpan(PositionOf(finding.Span.Start), PositionOf(finding.Span.End)));

    private static LinePosition PositionOf(SourcePosition position) => new(position.Line - 1, position.Column - 1);
}
