using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Labels;

namespace Detectkit.Build.Inputs;

/// <summary>All files of a project, read once, with everything found in them.</summary>
internal sealed class ProjectInputs
{
    private readonly Dictionary<string, LabelReading> newestLabels;

    private ProjectInputs(WorkerRequest request, ProjectReader.Contents contents)
    {
        Request = request;
        Metrics = contents.Metrics;
        Labels = contents.Labels;
        newestLabels = NewestByFolder(contents.Labels);
        Queries = contents.Queries;
        Profiles = contents.Profiles?.Profiles;
        ProfilesPath = contents.Profiles?.Path;
        Settings = contents.Project?.Project ?? new ProjectFile();
        SettingsPath = contents.Project?.Path;
        SharedFindings = contents.SharedFindings;
        Findings = contents.Findings;
    }

    /// <summary>What was asked.</summary>
    public WorkerRequest Request { get; }

    /// <summary>The metrics, ordered by path.</summary>
    public IReadOnlyList<MetricFile> Metrics { get; }

    /// <summary>The labels files by relative path.</summary>
    public IReadOnlyDictionary<string, LabelReading> Labels { get; }

    /// <summary>The query files by relative path: absolute path and text.</summary>
    public IReadOnlyDictionary<string, (string FullPath, string Text)> Queries { get; }

    /// <summary>The profiles; <c>null</c> where there is no such file.</summary>
    public Profiles? Profiles { get; }

    /// <summary>The profiles file; <c>null</c> where there is none.</summary>
    public string? ProfilesPath { get; }

    /// <summary><c>detectkit_project.yml</c>, or its defaults.</summary>
    public ProjectFile Settings { get; }

    /// <summary>The project file; <c>null</c> where there is none.</summary>
    public string? SettingsPath { get; }

    /// <summary>Findings that concern every metric: project file, profiles, files that cannot be read.</summary>
    public IReadOnlyList<Finding> SharedFindings { get; }

    /// <summary>Findings about single files, each with the absolute path of its file.</summary>
    public ILookup<string, Finding> Findings { get; }

    /// <summary>Reads the project.</summary>
    public static ProjectInputs Read(WorkerRequest request, CancellationToken cancellation) =>
        new(request, new ProjectReader(request, cancellation).Read());

    /// <summary>What was found in a metric's file and in the files it names.</summary>
    public IEnumerable<Finding> FindingsOf(MetricFile metric)
    {
        IEnumerable<Finding> found = Findings[metric.File.FullPath];
        if (QueryOf(metric) is { } query)
        {
            found = found.Concat(Findings[query.FullPath]);
        }

        // The newest of the folder counts only where the metric itself says nothing.
        var labels = LabelsFileOf(metric) ?? (metric.Reading.Metric is { Autotune.Incidents: not null } ? null : NewestLabelsOf(metric));
        return labels is null ? found : found.Concat(Findings[labels.Path]);
    }

    /// <summary>The file of a metric's query, where it has one that is among the project's.</summary>
    public (string FullPath, string Text)? QueryOf(MetricFile metric)
    {
        var written = metric.Summary.QueryFile?.Text;
        return written is null ? null : Find(Queries, written) ?? Find(Queries, Settings.SqlPath + "/" + written);
    }

    /// <summary>The labels file that a metric names, where it is among the project's.</summary>
    public LabelReading? LabelsFileOf(MetricFile metric) =>
        metric.Summary.LabelsFile?.Text is { } written && Labels.TryGetValue(RelativePath.Normal(written), out var labels) ? labels : null;

    /// <summary>The newest by name of the labels files in a metric's folder <c>incidents/&lt;metric&gt;/</c>.</summary>
    public LabelReading? NewestLabelsOf(MetricFile metric) => newestLabels.GetValueOrDefault("incidents/" + metric.DisplayName + "/");

    private static Dictionary<string, LabelReading> NewestByFolder(IReadOnlyDictionary<string, LabelReading> labels)
    {
        var newest = new Dictionary<string, LabelReading>(StringComparer.Ordinal);
        foreach (var (path, reading) in labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            newest[path[..(path.LastIndexOf('/') + 1)]] = reading;
        }

        return newest;
    }

    private static (string FullPath, string Text)? Find(IReadOnlyDictionary<string, (string FullPath, string Text)> files, string written) =>
        files.TryGetValue(RelativePath.Normal(written), out var file) ? file : null;
}
