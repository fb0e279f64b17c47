using Detectkit.Configuration.Project;
using Detectkit.Generators.Naming;

namespace Detectkit.Generators.Pipeline;

/// <summary>What one file is to the others of its project.</summary>
internal sealed record ProjectPart(FileKind Kind, string RelativePath)
{
    public MetricSummary? Metric { get; init; }

    public LabelFileSummary? Labels { get; init; }

    public ProfilesReading? Profiles { get; init; }

    public ProjectFileReading? Project { get; init; }

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
