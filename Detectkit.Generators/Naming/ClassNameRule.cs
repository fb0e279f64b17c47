using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Generators.Diagnostics;

namespace Detectkit.Generators.Naming;

/// <summary>Finds metrics whose different names lead to one class.</summary>
internal static class ClassNameRule
{
    /// <summary>Checks the metrics of a project.</summary>
    /// <param name="metrics">The metrics, in file order.</param>
    /// <returns>A finding at the name of each metric that meets another; equal names are another rule's.</returns>
    public static IEnumerable<Finding> Check(IEnumerable<MetricSummary> metrics) => metrics
        .Where(m => m.Name is not null)
        .GroupBy(m => MetricIdentifier.From(m.Name!.Text), StringComparer.Ordinal)
        .SelectMany(group => group.SelectMany(metric => Meetings(metric, group)));

    private static IEnumerable<Finding> Meetings(MetricSummary metric, IGrouping<string, MetricSummary> group)
    {
        var others = group.Select(m => m.Name!.Text).Where(name => name != metric.Name!.Text).Distinct().ToList();
        if (others.Count > 0)
        {
            yield return new Finding(
                GeneratorRules.ClassTaken,
                metric.Path,
                metric.Name!.Span,
                "'" + metric.Name.Text + "' and '" + string.Join("', '", others) + "' both become the class " + group.Key
                    + "; names must differ in more than '_', '-' and the case of a word's first letter.");
        }
    }
}
