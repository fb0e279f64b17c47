using Detectkit.Configuration;

namespace Detectkit.Runtime;

/// <summary>Every diagnostic about databases, histories, locks and audit, declared once: <c>DTK04xx</c>.</summary>
internal static class RuntimeRules
{
    public static readonly Rule TemplateInvalid = Error("DTK0401", "The query's template is not valid");
    public static readonly Rule StartMissing = Error("DTK0402", "The query needs a start that is not set");
    public static readonly Rule ConnectionFailed = Error("DTK0403", "The database cannot be reached");
    public static readonly Rule QueryFailed = Error("DTK0404", "The query failed");
    public static readonly Rule ColumnMissing = Error("DTK0405", "The query's result lacks a column");
    public static readonly Rule ColumnUnusable = Error("DTK0406", "A column of the result cannot be used");
    public static readonly Rule NoRows = Error("DTK0407", "The query gave no rows");
    public static readonly Rule RowsLost = Warning("DTK0408", "Rows were left out of the series");
    public static readonly Rule ProfileInvalid = Error("DTK0409", "The profile cannot be used");
    public static readonly Rule GridTooLarge = Error("DTK0410", "The series would be too long");
    public static readonly Rule AuditFailed = Error("DTK0414", "The audit could not be written");
    public static readonly Rule PipelineRunning = Warning("DTK0415", "The metric's pipeline is running");
    public static readonly Rule StartOffPhase = Error("DTK0416", "The start time fixes another grid than the rows have");
    public static readonly Rule RowsOffGrid = Error("DTK0417", "Too many rows lie off the grid");
    public static readonly Rule LikelySentinels = Warning("DTK0418", "Likely sentinel values");

    private static Rule Warning(string id, string title) => new(id, FindingSeverity.Warning, title);

    private static Rule Error(string id, string title) => new(id, FindingSeverity.Error, title);
}
