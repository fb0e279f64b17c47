using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Detectkit.Generators.Pipeline;

/// <summary>What a file of the project is for; the package's props say so in the metadata <c>DetectkitKind</c>.</summary>
internal enum FileKind
{
    Metric,

    Incidents,

    Sql,

    Profiles,

    Project,
}

/// <summary>A file that takes part, with its text. Equal where kind, path and text are.</summary>
internal sealed class AdditionalFile(string path, string relativePath, FileKind kind, SourceText text) : IEquatable<AdditionalFile>
{
    private const string KindOption = "build_metadata.AdditionalFiles.DetectkitKind";

    public string Path => path;

    public string RelativePath => relativePath;

    public FileKind Kind => kind;

    public SourceText Text => text;

    /// <returns>The file, or null where it is not ours or the compiler could not read it, which it reports itself.</returns>
    public static AdditionalFile? Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        if (!options.GetOptions(file).TryGetValue(KindOption, out var name) || KindNamed(name) is not { } kind || file.GetText(cancellation) is not { } text)
        {
            return null;
        }

        return new AdditionalFile(file.Path, ToRelative(Consumer.ProjectDirectoryOf(options.GlobalOptions), file.Path), kind, text);
    }

    public bool Equals(AdditionalFile? other) =>
        other is not null && path == other.Path && relativePath == other.RelativePath && kind == other.Kind && text.ContentEquals(other.Text);

    public override bool Equals(object? obj) => Equals(obj as AdditionalFile);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(path) ^ text.Length;

    // With forward slashes, the same on every machine; the path itself where the two have no folder in common.
    private static string ToRelative(string root, string path)
    {
        var file = path.Replace('\\', '/').Split('/');
        var folder = root.Replace('\\', '/').TrimEnd('/').Split('/');
        var shared = 0;
        while (shared < folder.Length && shared < file.Length - 1 && IsSameName(folder[shared], file[shared]))
        {
            shared++;
        }

        return root.Length == 0 || shared == 0 || (shared == 1 && folder[0].Length == 0 && folder.Length > 1)
            ? string.Join("/", file)
            : string.Join("/", Enumerable.Repeat("..", folder.Length - shared).Concat(file.Skip(shared)));
    }

    // A drive letter comes in either case from different tools.
    private static bool IsSameName(string left, string right) =>
        string.Equals(left, right, left.EndsWith(":", StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static FileKind? KindNamed(string name) => name switch
    {
        "metric" => FileKind.Metric,
        "incidents" => FileKind.Incidents,
        "sql" => FileKind.Sql,
        "profiles" => FileKind.Profiles,
        "project" => FileKind.Project,
        _ => null,
    };
}
