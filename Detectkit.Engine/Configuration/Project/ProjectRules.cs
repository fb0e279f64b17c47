using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Project;

/// <summary>Checks what the files of a project say about each other.</summary>
internal static class ProjectRules
{
    /// <returns>The findings, in the order of the metrics, then of the other files; each names the file it is about.</returns>
    public static ValueList<Finding> Check(ProjectFiles files)
    {
        var names = files.Metrics.Where(m => m.Name is not null).ToLookup(m => m.Name!.Text, StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var metric in files.Metrics)
        {
            CheckName(metric, names, findings);
            CheckQueryFile(metric, files, findings);
            CheckLabelsFile(metric, files, findings);
            CheckProfiles(metric.Path, [metric.Profile, metric.SourceProfile], files, findings);
            CheckChannels(metric, files, findings);
        }

        LabelFolderRules.Check(files, findings);
        if (files.Project is { Project: { } settings } project)
        {
            CheckProfiles(project.Path, [settings.DefaultProfile, settings.SourceProfile], files, findings);
        }

        return findings.Distinct().ToValueList();
    }

    private static void CheckName(MetricSummary metric, ILookup<string, MetricSummary> names, List<Finding> findings)
    {
        var others = metric.Name is null ? [] : names[metric.Name.Text].Where(m => m.Path != metric.Path).Select(m => Beside(metric.Path, m.Path)).ToList();
        if (others.Count > 0)
        {
            findings.Add(metric.Name!.Report(
                Rules.MetricNameTaken, metric.Path, "'" + metric.Name.Text + "' is also the name of the metric in " + string.Join(", ", others) + "; names must differ."));
        }
    }

    private static void CheckQueryFile(MetricSummary metric, ProjectFiles files, List<Finding> findings)
    {
        if (metric.QueryFile is not { } written)
        {
            return;
        }

        var sql = files.Project?.Project?.SqlPath ?? new ProjectFile().SqlPath;
        var candidates = new[] { ProjectPath.Normalize(written.Text), ProjectPath.Normalize(sql + "/" + written.Text) };
        CheckFile(metric, written, "query_file", ProjectPath.Normalize(written.Text) is null ? [] : candidates, files.QueryFiles, findings);
    }

    private static void CheckLabelsFile(MetricSummary metric, ProjectFiles files, List<Finding> findings)
    {
        if (metric.LabelsFile is not { } written)
        {
            return;
        }

        var path = ProjectPath.Normalize(written.Text);
        var known = files.Labels.Select(l => l.RelativePath).ToValueList();
        if (CheckFile(metric, written, "labels_file", path is null ? [] : [path], known, findings) is { } found
            && files.Labels.First(l => l.RelativePath == found) is { DeclaredMetric: { } declared } labels
            && metric.Name is not null
            && declared.Text != metric.Name.Text)
        {
            findings.Add(declared.Report(
                Rules.LabelsOfAnotherMetric,
                labels.Path,
                "These labels are for the metric '" + MessageText.Shorten(declared.Text) + "', but " + FileName(metric.Path) + " uses them for '" + metric.Name.Text + "'."));
        }
    }

    private static string? CheckFile(
        MetricSummary metric, Located written, string field, string?[] candidates, ValueList<string> known, List<Finding> findings)
    {
        if (candidates.Length == 0)
        {
            findings.Add(written.Report(Rules.FileOutsideProject, metric.Path, "'" + field + "' must lie under the project's root and be relative to it."));
            return null;
        }

        var found = candidates.FirstOrDefault(c => c is not null && known.Contains(c));
        if (found is null)
        {
            findings.Add(written.Report(
                Rules.FileMissing,
                metric.Path,
                "'" + MessageText.Shorten(written.Text) + "' is not among the project's files: " + LookedFor(candidates)
                    + (SpellingSuggestion.FindFile(candidates[0] ?? written.Text, known) is { } near ? "; did you mean '" + near + "'?" : ".")));
        }

        return found;
    }

    private static void CheckProfiles(string path, IEnumerable<Located?> named, ProjectFiles files, List<Finding> findings)
    {
        if (files.Profiles?.Profiles is { } profiles)
        {
            var known = profiles.All.Select(p => p.Name).ToList();
            findings.AddRange(named.OfType<Located>().Where(n => !known.Contains(n.Text)).Select(n => n.Report(
                Rules.ProfileUnknown, path, "'" + MessageText.Shorten(n.Text) + "' is not a profile in profiles.yml" + SpellingSuggestion.Hint(n.Text, known))));
        }
    }

    private static void CheckChannels(MetricSummary metric, ProjectFiles files, List<Finding> findings)
    {
        if (files.Profiles?.Profiles?.AlertChannels is { } known)
        {
            findings.AddRange(metric.Channels.Where(c => !known.Contains(c.Text)).Select(c => c.Report(
                Rules.ChannelUnknown, metric.Path, "'" + MessageText.Shorten(c.Text) + "' is not an alert channel in profiles.yml" + SpellingSuggestion.Hint(c.Text, known))));
        }
    }

    private static string LookedFor(string?[] candidates) =>
        "there is no " + string.Join(" and no ", candidates.OfType<string>().Distinct(StringComparer.Ordinal).Select(c => "'" + MessageText.Shorten(c) + "'")) + " under the project's root";

    // Files of one name in several folders are told apart by their folders.
    private static string Beside(string path, string other)
    {
        var (own, others) = (path.Replace('\\', '/').Split('/'), other.Replace('\\', '/').Split('/'));
        var common = 0;
        while (common < own.Length - 1 && common < others.Length - 1 && own[common] == others[common])
        {
            common++;
        }

        return string.Join("/", others.Skip(common));
    }

    internal static string FileName(string path)
    {
        var slash = path.Replace('\\', '/').LastIndexOf('/');
        return path.Substring(slash + 1);
    }
}

/// <summary>All that the files of a project say about each other. Compares by value.</summary>
internal sealed record ProjectFiles
{
    public ValueList<MetricSummary> Metrics { get; init; } = [];

    public ValueList<LabelFileSummary> Labels { get; init; } = [];

    /// <summary>The query files, relative to the project's root with forward slashes.</summary>
    public ValueList<string> QueryFiles { get; init; } = [];

    /// <summary>The profiles file's reading; null where there is no such file.</summary>
    public ProfilesReading? Profiles { get; init; }

    /// <summary>The project file's reading; null where there is no such file.</summary>
    public ProjectFileReading? Project { get; init; }
}

/// <summary>Paths that files of a project write.</summary>
internal static class ProjectPath
{
    /// <summary>The path relative to the project's root with forward slashes and without detours; null where it leads out of it.</summary>
    public static string? Normalize(string written)
    {
        var path = written.Replace('\\', '/');
        if (path.Length == 0 || path[0] == '/' || path[0] == '~' || (path.Length > 1 && path[1] == ':'))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }
}
