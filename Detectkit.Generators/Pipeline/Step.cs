namespace Detectkit.Generators.Pipeline;

/// <summary>Names of the pipeline's steps, by which tests and benchmarks see what was run again.</summary>
internal static class Step
{
    /// <summary>The project's files with their texts.</summary>
    public const string Files = "Files";

    /// <summary>Metric files, read and checked.</summary>
    public const string Readings = "Readings";

    /// <summary>Findings of each metric file.</summary>
    public const string FileFindings = "FileFindings";

    /// <summary>What each metric file contributes to the code.</summary>
    public const string Metrics = "Metrics";

    /// <summary>Which metric gets which class.</summary>
    public const string Plan = "Plan";

    /// <summary>Each class with all it is made from.</summary>
    public const string Classes = "Classes";

    /// <summary>The index with all it is made from.</summary>
    public const string Index = "Index";

    /// <summary>Findings over several files.</summary>
    public const string ProjectFindings = "ProjectFindings";
}
