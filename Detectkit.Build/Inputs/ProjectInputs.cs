using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Labels;

namespace Detectkit.Build.Inputs;

/// <summary>All files of a project, read once, with everything found in them.</summary>
internal sealed class ProjectInputs(
    WorkerRequest request,
    IReadOnlyList<MetricFile> metrics,
    IReadOnlyDictionary<string, LabelReading> labels,
    IReadOnlyDictionary<string, (string FullPath, string Text)> queries,
    ProfilesReading? profiles,
    ProjectFileReading? project,
    IReadOnlyList<Finding> sharedFindings,
    ILookup<string, Finding> findings)
{
    private readonly Dictionary<string, LabelReading> newestLabels = NewestByFolder(labels);

    public WorkerRequest Request => request;

    /// <summary>Ordered by path.</summary>
    public IReadOnlyList<MetricFile> Metrics => metrics;

    public Profiles? Profiles => profiles?.Profiles;

    public string? ProfilesPath => profiles?.Path;

    /// <summary><c>detectkit_project.yml</c>, or its defaults.</summary>
    public ProjectFile Settings { get; } = project?.Project ?? new ProjectFile();

    public string? SettingsPath => project?.Path;

    /// <summary>Findings that concern every metric: project file, profiles, files that cannot be read.</summary>
    public IReadOnlyList<Finding> SharedFindings => sharedFindings;

    public static ProjectInputs Read(WorkerRequest request, CancellationToken cancellation) => new ProjectReader(request, cancellation).Read();

    /// <summary>What was found in a metric's file and in the files it names.</summary>
    public IEnumerable<Finding> FindingsOf(MetricFile metric)
    {
        IEnumerable<Finding> found = findings[metric.File.FullPath];
        if (QueryOf(metric) is { } query)
        {
            found = found.Concat(findings[query.FullPath]);
        }

        // The newest of the folder counts only where the metric itself says nothing.
        var read = LabelsFileOf(metric) ?? (metric.Reading.Metric is { Autotune.Incidents: not null } ? null : NewestLabelsOf(metric));
        return read is null ? found : found.Concat(findings[read.Path]);
    }

    /// <summary>The file of a metric's query, where it has one that is among the project's.</summary>
    public (string FullPath, string Text)? QueryOf(MetricFile metric)
    {
        var written = metric.Summary.QueryFile?.Text;
        return written is null ? null : Find(written) ?? Find(Settings.SqlPath + "/" + written);
    }

    /// <summary>The labels file that a metric names, where it is among the project's.</summary>
    public LabelReading? LabelsFileOf(MetricFile metric) =>
        metric.Summary.LabelsFile?.Text is { } written && labels.TryGetValue(RelativePath.Normal(written), out var reading) ? reading : null;

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

    private (string FullPath, string Text)? Find(string written) => queries.TryGetValue(RelativePath.Normal(written), out var file) ? file : null;
}
