namespace Detectkit.Configuration.Project;

/// <summary>All that the files of a project say about each other. Compares by value.</summary>
internal sealed record ProjectFiles
{
    /// <summary>The metrics, in file order.</summary>
    public ValueList<MetricSummary> Metrics { get; init; } = [];

    /// <summary>The labels files, in file order.</summary>
    public ValueList<LabelFileSummary> Labels { get; init; } = [];

    /// <summary>The query files, relative to the project's root with forward slashes.</summary>
    public ValueList<string> QueryFiles { get; init; } = [];

    /// <summary>The profiles file's reading; null where there is no such file.</summary>
    public ProfilesReading? Profiles { get; init; }

    /// <summary>The project file's reading; null where there is no such file.</summary>
    public ProjectFileReading? Project { get; init; }
}
