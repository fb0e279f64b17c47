namespace Detectkit.Configuration.Project;

/// <summary>A text and where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="Span">Where.</param>
public sealed record Located(string Text, SourceSpan Span)
{
    internal Finding Report(Rule rule, string path, string message) => new(rule, path, Span, message);
}

/// <summary>A project's own settings, <c>detectkit_project.yml</c>.</summary>
public sealed record ProjectFile
{
    /// <summary>YAML <c>name</c>.</summary>
    public string? Name { get; init; }

    /// <summary>YAML <c>version</c>.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>YAML <c>paths.metrics</c>.</summary>
    public string MetricsPath { get; init; } = "metrics";

    /// <summary>YAML <c>paths.sql</c>: a query_file may be relative to it.</summary>
    public string SqlPath { get; init; } = "sql";

    /// <summary>YAML <c>paths.templates</c>.</summary>
    public string TemplatesPath { get; init; } = "templates";

    /// <summary>YAML <c>timeouts.load</c> in seconds, 1 to 86,400.</summary>
    public int LoadTimeout { get; init; } = 3600;

    /// <summary>YAML <c>tables</c>.</summary>
    public ProjectTables Tables { get; init; } = new();

    /// <summary>YAML <c>default_profile</c> with its place.</summary>
    public Located? DefaultProfile { get; init; }

    /// <summary>YAML <c>source_profile</c> of later Python versions, where queries run, with its place.</summary>
    public Located? SourceProfile { get; init; }

    /// <summary>YAML <c>loading_delay</c> of later Python versions, in seconds: how long after its end an interval is complete.</summary>
    public int LoadingDelaySeconds { get; init; }
}

/// <summary>The names of the reference's own tables.</summary>
public sealed record ProjectTables
{
    /// <summary>YAML <c>datapoints</c>: the loaded points.</summary>
    public string Datapoints { get; init; } = "_dtk_datapoints";

    /// <summary>YAML <c>detections</c>: what the detectors said about them.</summary>
    public string Detections { get; init; } = "_dtk_detections";

    /// <summary>YAML <c>tasks</c>: what is running.</summary>
    public string Tasks { get; init; } = "_dtk_tasks";

    /// <summary>YAML <c>metrics</c>: the metrics' settings.</summary>
    public string Metrics { get; init; } = "_dtk_metrics";
}

/// <summary>What reading a project file gave. Compares by value.</summary>
/// <param name="Path">The file as it was given to the reader.</param>
/// <param name="Project">The settings, or null where an error was found.</param>
/// <param name="Findings">The findings in file order.</param>
public sealed record ProjectFileReading(string Path, ProjectFile? Project, ValueList<Finding> Findings);
