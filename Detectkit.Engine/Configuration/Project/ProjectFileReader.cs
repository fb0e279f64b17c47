using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Project;

/// <summary>Reads <c>detectkit_project.yml</c>.</summary>
public static class ProjectFileReader
{
    /// <summary>Reads the file's text; any text gives a reading, nothing is thrown.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The settings and what was found.</returns>
    public static ProjectFileReading Read(string path, string text) => Read(path, YamlReader.Read(text));

    /// <summary>Reads the file's bytes, which must be UTF-8.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>The settings and what was found.</returns>
    public static ProjectFileReading Read(string path, byte[] bytes) => Read(path, YamlReader.Read(bytes));

    internal static ProjectFileReading Read(string path, YamlReading yaml)
    {
        var findings = new FileFindings(path);
        var root = findings.RootMapping(yaml, "the project file");
        var project = root is null ? null : Settings(MappingReader.Create(root, ProjectFields.Project, findings));
        return new ProjectFileReading(path, findings.HasErrors ? null : project, findings.InFileOrder());
    }

    private static ProjectFile Settings(MappingReader file)
    {
        foreach (var missing in new[] { ProjectFields.Name, ProjectFields.DefaultProfile }.Where(f => file.Entry(f) is null))
        {
            file.Findings.Add(Rules.ReferenceNeedsField, file.FirstKey, "'" + missing.Name + "' is optional here, but Python detectkit does not start without it.");
        }

        return ProjectFields.Project.Read(file);
    }
}
