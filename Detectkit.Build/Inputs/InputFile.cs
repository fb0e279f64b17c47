namespace Detectkit.Build.Inputs;

/// <summary>What a file of a project is for.</summary>
internal enum InputFileKind
{
    /// <summary>A metric.</summary>
    Metric,

    /// <summary>Labelled incidents.</summary>
    Incidents,

    /// <summary>A query.</summary>
    Sql,

    /// <summary><c>profiles.yml</c>.</summary>
    Profiles,

    /// <summary><c>detectkit_project.yml</c>.</summary>
    Project,
}

/// <summary>A file of the project.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="FullPath">Its absolute path, as diagnostics name it.</param>
/// <param name="Path">Its path relative to the project's root, with forward slashes, as records and selectors name it.</param>
internal sealed record InputFile(InputFileKind Kind, string FullPath, string Path);
