using Detectkit.Build.Wire;
using Detectkit.Configuration;

namespace Detectkit.Build.Inputs;

/// <summary>What the worker is asked to do.</summary>
/// <param name="Command"><c>autotune</c>, <c>detect</c> or <c>label</c>.</param>
/// <param name="Files">The project's files, each once, ordered by path.</param>
internal sealed record WorkerRequest(
    string Command, string ProjectPath, ValueList<KeyValuePair<string, string>> Properties, ValueList<InputFile> Files)
{
    /// <summary>Names of properties for this tool that were given to the whole build, known or not.</summary>
    public ValueList<string> Given { get; init; } = [];

    public string Root => System.IO.Path.GetDirectoryName(ProjectPath)!;

    /// <summary>The project's name, as the build's own messages have it.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(ProjectPath);

    /// <summary>A finding about the project as a whole.</summary>
    public Finding Finding(Rule rule, string message) => new(rule, ProjectPath, SourceSpan.FileStart, message);

    /// <summary>Makes a request of the entries that the task has sent; <c>null</c> where they name no command or project.</summary>
    public static WorkerRequest? Of(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var values = entries.ToLookup(e => e.Key, e => e.Value, StringComparer.Ordinal);
        if (values[RequestName.Command].LastOrDefault() is not { } command || values[RequestName.Project].LastOrDefault() is not { } project)
        {
            return null;
        }

        var root = System.IO.Path.GetDirectoryName(project)!;
        var files = values[RequestName.File]
            .Select(f => FileOf(f, root))
            .OfType<InputFile>()
            .DistinctBy(f => (f.Kind, f.FullPath))
            .OrderBy(f => f.Path, StringComparer.Ordinal);
        var properties = values
            .Where(v => v.Key is not (RequestName.Command or RequestName.Project or RequestName.Given or RequestName.File))
            .SelectMany(v => v, (name, value) => new KeyValuePair<string, string>(name.Key, value));
        return new WorkerRequest(command, project, [.. properties], [.. files]) { Given = [.. values[RequestName.Given]] };
    }

    // A kind, a colon and a path; null for what this version does not know.
    private static InputFile? FileOf(string file, string root) =>
        file.Split(':', 2) is [var kind, var path] && Enum.TryParse<InputFileKind>(kind, ignoreCase: true, out var known)
            ? new InputFile(known, path, RelativePath.Of(root, path))
            : null;
}
