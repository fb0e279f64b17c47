using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Project;

/// <summary>Checks the folders <c>incidents/&lt;metric&gt;/</c>, whose files are the labels of the metric of that name.</summary>
internal static class LabelFolderRules
{
    private const string Root = "incidents/";

    /// <param name="files">The project.</param>
    /// <param name="findings">Where findings go: one for a folder that no metric has, one for each file that declares another metric than its folder's.</param>
    public static void Check(ProjectFiles files, List<Finding> findings)
    {
        var metrics = files.Metrics.Select(NameOf).Distinct(StringComparer.Ordinal).ToList();
        var named = new HashSet<string>(
            files.Metrics.Select(m => m.LabelsFile is { } file ? ProjectPath.Normalize(file.Text) : null).OfType<string>(), StringComparer.Ordinal);
        foreach (var folder in files.Labels.Where(l => FolderOf(l) is not null).GroupBy(l => FolderOf(l)!, StringComparer.Ordinal))
        {
            if (metrics.Contains(folder.Key))
            {
                findings.AddRange(folder.Select(l => OfAnother(l, folder.Key)).OfType<Finding>());
            }
            else if (AreAllMetricsKnown(files) && !folder.Any(l => named.Contains(l.RelativePath)))
            {
                findings.Add(new Finding(
                    Rules.LabelsFolderUnknown,
                    folder.First().Path,
                    SourceSpan.FileStart,
                    "No metric is called '" + MessageText.Shorten(folder.Key) + "', so that nothing reads the labels in '" + Root + MessageText.Shorten(folder.Key) + "/'" + SpellingSuggestion.Hint(folder.Key, metrics)));
            }
        }
    }

    private static Finding? OfAnother(LabelFileSummary labels, string metric) => labels.DeclaredMetric is { } declared && declared.Text != metric
        ? declared.Report(
            Rules.LabelsOfAnotherMetric,
            labels.Path,
            "These labels are for the metric '" + MessageText.Shorten(declared.Text) + "', but the folder '" + Root + MessageText.Shorten(metric) + "/' holds those of '" + MessageText.Shorten(metric) + "'.")
        : null;

    private static string? FolderOf(LabelFileSummary labels)
    {
        var path = labels.RelativePath;
        var end = path.StartsWith(Root, StringComparison.Ordinal) ? path.IndexOf('/', Root.Length) : -1;
        return end < 0 || path.IndexOf('/', end + 1) >= 0 ? null : path.Substring(Root.Length, end - Root.Length);
    }

    // A metric without a readable name goes by its file's.
    private static string NameOf(MetricSummary metric)
    {
        if (metric.Name is { } name)
        {
            return name.Text;
        }

        var file = ProjectRules.FileName(metric.Path);
        var dot = file.LastIndexOf('.');
        return dot <= 0 ? file : file.Substring(0, dot);
    }

    // Metrics of a folder that only detectkit_project.yml names are unknown to the compiler.
    private static bool AreAllMetricsKnown(ProjectFiles files)
    {
        var folder = "/" + (files.Project?.Project ?? new ProjectFile()).MetricsPath.Trim('/', '.') + "/";
        return files.Metrics.Count > 0
            && (folder == "/" + new ProjectFile().MetricsPath + "/" || files.Metrics.Any(m => ("/" + m.Path.Replace('\\', '/')).IndexOf(folder, StringComparison.Ordinal) >= 0));
    }
}
