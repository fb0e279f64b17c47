namespace Detectkit.Build.Inputs;

internal enum InputFileKind
{
    Metric,

    Incidents,

    Sql,

    Profiles,

    Project,
}

/// <param name="FullPath">Its absolute path, as diagnostics name it.</param>
/// <param name="Path">Its path relative to the project's root, with forward slashes, as records and selectors name it.</param>
internal sealed record InputFile(InputFileKind Kind, string FullPath, string Path);
