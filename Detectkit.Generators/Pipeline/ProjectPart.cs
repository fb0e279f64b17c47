using Detectkit.Configuration.Project;
using Detectkit.Generators.Naming;

namespace Detectkit.Generators.Pipeline;

/// <summary>What one file is to the others of its project.</summary>
/// <param name="Kind">What the file is for.</param>
/// <param name="RelativePath">The file, relative to the project's root.</param>
internal sealed record ProjectPart(FileKind Kind, string RelativePath)
{
    /// <summary>Of a metric file, what it says about others.</summary>
    public MetricSummary? Metric { get; init; }

    /// <summary>Of a labels file, what it says about others.</summary>
    public LabelFileSummary? Labels { get; init; }

    /// <summary>Of the profiles file, its content.</summary>
    public ProfilesReading? Profiles { get; init; }

    /// <summary>Of the project file, its content.</summary>
    public ProjectFileReading? Project { get; init; }

    /// <summary>Checks what the files of a project say about each other.</summary>
    public static ValueList<Finding> Check(IEnumerable<ProjectPart> parts)
    {
        var inOrder = parts.OrderBy(p => p.RelativePath, StringComparer.Ordinal).ToList();
        var files = new ProjectFiles
        {
            Metrics = inOrder.Select(p => p.Metric).OfType<MetricSummary>().ToValueList(),
            Labels = inOrder.Select(p => p.Labels).OfType<LabelFileSummary>().ToValueList(),
            QueryFiles = inOrder.Where(p => p.Kind == FileKind.Sql).Select(p => p.RelativePath).ToValueList(),
            Profiles = inOrder.Select(p => p.Profiles).FirstOrDefault(p => p is not null),
            Project = inOrder.Select(p => p.Project).FirstOrDefault(p => p is not null),
        };
        return ProjectRules.Check(files).Concat(ClassPlan.Check(files.Metrics)).ToValueList();
    }
}
