using Detectkit.Build.Wire;
using Detectkit.Configuration;

namespace Detectkit.Build.Inputs;

/// <summary>What the worker is asked to do.</summary>
/// <param name="Command"><c>autotune</c>, <c>detect</c> or <c>label</c>.</param>
/// <param name="ProjectPath">The project file's absolute path.</param>
/// <param name="Properties">The build properties as MSBuild has them.</param>
/// <param name="Files">The project's files, each once, ordered by path.</param>
internal sealed record WorkerRequest(
    string Command, string ProjectPath, ValueList<KeyValuePair<string, string>> Properties, ValueList<InputFile> Files)
{
    /// <summary>Names of properties for this tool that were given to the whole build, known or not.</summary>
    public ValueList<string> Given { get; init; } = [];

    /// <summary>The folder that relative paths start from.</summary>
    public string Root => System.IO.Path.GetDirectoryName(ProjectPath)!;

    /// <summary>The project's name, as the build's own messages have it.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(ProjectPath);

    /// <summary>Makes a request of the entries that the task has sent.</summary>
    public static WorkerRequest? Of(IEnumerable<KeyValuePair<string, string>> entries)
    {
        string? command = null;
        string? project = null;
        var properties = new List<KeyValuePair<string, string>>();
        var given = new List<string>();
        var files = new List<(InputFileKind Kind, string Path)>();
        foreach (var entry in entries)
        {
            switch (entry.Key)
            {
                case RequestName.Command:
                    command = entry.Value;
                    break;
                case RequestName.Project:
                    project = entry.Value;
                    break;
                case RequestName.Given:
                    given.Add(entry.Value);
                    break;
                case RequestName.File when entry.Value.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
                        && Enum.TryParse<InputFileKind>(entry.Value[..colon], ignoreCase: true, out var kind):
                    files.Add((kind, entry.Value[(colon + 1)..]));
                    break;
                default:
                    properties.Add(entry);
                    break;
            }
        }

        if (command is null || project is null)
        {
            return null;
        }

        var root = System.IO.Path.GetDirectoryName(project)!;
        var distinct = files
            .Select(f => new InputFile(f.Kind, f.Path, RelativePath.Of(root, f.Path)))
            .DistinctBy(f => (f.Kind, f.FullPath))
            .OrderBy(f => f.Path, StringComparer.Ordinal);
        return new WorkerRequest(command, project, properties.ToValueList(), distinct.ToValueList()) { Given = given.ToValueList() };
    }
}
