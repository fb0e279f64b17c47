using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Generators.Naming;

namespace Detectkit.Generators.Pipeline;

/// <summary>Findings about what the files of a project say about each other.</summary>
internal static class ProjectFindings
{
    /// <summary>Checks the files together.</summary>
    /// <param name="parts">What each is to the others.</param>
    /// <returns>The findings.</returns>
    public static ValueList<Finding> Of(IEnumerable<ProjectPart> parts)
    {
        var files = ProjectPart.Together(parts);
        return ProjectRules.Check(files).Concat(ClassNameRule.Check(files.Metrics)).ToValueList();
    }
}
