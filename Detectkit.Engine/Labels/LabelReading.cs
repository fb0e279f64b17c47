using Detectkit.Configuration;

namespace Detectkit.Labels;

/// <summary>What reading a labels file gave. Compares by value.</summary>
/// <param name="Path">The file as it was given to the reader.</param>
/// <param name="Labels">The labels, or null where an error was found.</param>
/// <param name="DeclaredMetric">The metric that the file declares, or null.</param>
/// <param name="MetricSpan">Where it is declared; the file's start where it is not.</param>
/// <param name="Findings">The findings in file order.</param>
public sealed record LabelReading(string Path, IncidentLabels? Labels, string? DeclaredMetric, SourceSpan MetricSpan, ValueList<Finding> Findings)
{
    /// <summary>Whether a finding of severity error was made.</summary>
    public bool HasErrors => Findings.Any(f => f.Rule.Severity == FindingSeverity.Error);

    /// <summary>The reading as the labels of one metric: a file that declares another has an error more and no labels.</summary>
    /// <param name="metricName">The metric that is to be tuned.</param>
    /// <returns>The reading.</returns>
    public LabelReading For(string metricName)
    {
        if (DeclaredMetric is null || DeclaredMetric == metricName)
        {
            return this;
        }

        var finding = new Finding(
            Rules.LabelsOfAnotherMetric, Path, MetricSpan, "These labels are for the metric '" + DeclaredMetric + "', not for '" + metricName + "'.");
        return this with { Labels = null, Findings = Findings.Append(finding).OrderBy(f => f.Span.Start.Index).ToValueList() };
    }
}
