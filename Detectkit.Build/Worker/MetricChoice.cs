using Detectkit.Build.Inputs;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker;

internal static class MetricChoice
{
    /// <summary>Chooses the metrics and reports what was found in them.</summary>
    public static IReadOnlyList<MetricFile>? Choose(WorkerContext context, ProjectInputs inputs)
    {
        var log = context.Log;
        if (inputs.Metrics.Count == 0)
        {
            log.Report(context.Request.Finding(BuildRules.NoMetrics, "the project has no metric: put YAML files into metrics/, or set DetectkitMetricFiles"));
            return null;
        }

        var (chosen, findings) = MetricSelection.Choose(inputs.Metrics, context.Options.Select, context.Options.Exclude, context.Request.ProjectPath);
        foreach (var finding in findings.Concat(inputs.SharedFindings).Concat(chosen.SelectMany(inputs.FindingsOf)).Distinct())
        {
            // What is merely worth knowing is for the editor; a log of a thousand metrics is not the place.
            if (finding.Rule.Severity != FindingSeverity.Info)
            {
                log.Report(finding);
            }
        }

        if (log.HasErrors)
        {
            return null;
        }

        foreach (var metric in chosen.Where(m => !m.Metric.Enabled))
        {
            log.Write($"{metric.DisplayName}: skipped, it says 'enabled: false'");
        }

        return [.. chosen.Where(m => m.Metric.Enabled)];
    }
}
