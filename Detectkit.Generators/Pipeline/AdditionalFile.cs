using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Detectkit.Generators.Pipeline;

/// <summary>What a file of the project is for; the package's props say so in the metadata <c>DetectkitKind</c>.</summary>
internal enum FileKind
{
    /// <summary>A metric.</summary>
    Metric,

    /// <summary>Incident labels.</summary>
    Incidents,

    /// <summary>A query.</summary>
    Sql,

    /// <summary>Connection profiles and alert channels.</summary>
    Profiles,

    /// <summary>The project's own settings.</summary>
    Project,
}

/// <summary>A file that takes part, with its text. Equal where kind, path and text are.</summary>
/// <param name="path">The path as the compiler knows it.</param>
/// <param name="relativePath">The path from the project's root, with forward slashes.</param>
/// <param name="kind">What it is for.</param>
/// <param name="text">Its text.</param>
internal sealed class AdditionalFile(string path, string relativePath, FileKind kind, SourceText text) : IEquatable<AdditionalFile>
{
    private const string KindOption = "build_metadata.AdditionalFiles.DetectkitKind";

    /// <summary>The path as the compiler knows it.</summary>
    public string Path => path;

    /// <summary>The path from the project's root, with forward slashes.</summary>
    public string RelativePath => relativePath;

    /// <summary>What it is for.</summary>
    public FileKind Kind => kind;

    /// <summary>Its text.</summary>
    public SourceText Text => text;

    /// <summary>Reads an additional file that is one of ours.</summary>
    /// <param name="file">The additional file.</param>
    /// <param name="options">The options of the compilation.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The file, or null where it is not ours or the compiler could not read it, which it reports itself.</returns>
    public static AdditionalFile? Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        if (!options.GetOptions(file).TryGetValue(KindOption, out var name) || KindNamed(name) is not { } kind || file.GetText(cancellation) is not { } text)
        {
            return null;
        }

        return new AdditionalFile(file.Path, ToRelative(Consumer.ProjectDirectoryOf(options.GlobalOptions), file.Path), kind, text);
    }

    /// <inheritdoc/>
    public bool Equals(AdditionalFile? other) =>
        other is not null && path == other.Path && relativePath == other.RelativePath && kind == other.Kind && text.ContentEquals(other.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AdditionalFile);

    /// <inheritdoc/>
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
