using Detectkit.Configuration;

namespace Detectkit.Build;

/// <summary>
/// Every diagnostic of the build integration, declared once: <c>DTK03xx</c> selection and properties, <c>DTK04xx</c> loading and
/// tuning, <c>DTK05xx</c> git.
/// </summary>
internal static class BuildRules
{
    public static readonly Rule PropertyInvalid = Error("DTK0301", "A build property has a value that is not allowed");
    public static readonly Rule SelectorMatchesNothing = Error("DTK0302", "A selector matches no metric");
    public static readonly Rule NoMetrics = Error("DTK0303", "The project has no metrics");
    public static readonly Rule FileUnreadable = Error("DTK0304", "A file of the project cannot be read");
    public static readonly Rule EvidenceUnwritable = Error("DTK0305", "The evidence cannot be written");
    public static readonly Rule LabelServerFailed = Error("DTK0306", "The label server could not run");
    public static readonly Rule LabelsNotRead = Warning("DTK0307", "Labels in the metric's folder are not read");
    public static readonly Rule PropertyUnknown = Warning("DTK0308", "A build property does not exist");

    public static readonly Rule WorkerFailed = Error("DTK0391", "The worker could not do its work");
    public static readonly Rule Unexpected = Error("DTK0392", "Something unexpected went wrong");

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
    public static readonly Rule TuningFailed = Error("DTK0411", "The metric could not be tuned");
    public static readonly Rule LabelsUnreadable = Error("DTK0412", "The labels cannot be found");
    public static readonly Rule EmissionFailed = Error("DTK0413", "The tuned file could not be made");
    public static readonly Rule AuditFailed = Error("DTK0414", "The audit could not be written");
    public static readonly Rule PipelineRunning = Warning("DTK0415", "The metric's pipeline is running");
    public static readonly Rule StartOffPhase = Error("DTK0416", "The start time fixes another grid than the rows have");
    public static readonly Rule RowsOffGrid = Error("DTK0417", "Too many rows lie off the grid");
    public static readonly Rule LikelySentinels = Warning("DTK0418", "Likely sentinel values");

    public static readonly Rule NoRepository = Error("DTK0501", "No git repository holds the project");
    public static readonly Rule RepositoryOfAnotherUser = Error("DTK0502", "The repository belongs to another user");
    public static readonly Rule RepositoryUnreadable = Error("DTK0503", "The repository cannot be opened");
    public static readonly Rule BareRepository = Error("DTK0504", "The repository has no working tree");
    public static readonly Rule UnbornHead = Error("DTK0505", "The repository has no commit yet");
    public static readonly Rule BaseNotFound = Error("DTK0506", "The base commit does not exist");
    public static readonly Rule BranchNameInvalid = Error("DTK0507", "The branch name cannot be used");
    public static readonly Rule BranchCheckedOut = Error("DTK0508", "The branch is checked out");
    public static readonly Rule ForeignCommits = Error("DTK0509", "The branch holds commits of others");
    public static readonly Rule FileNotCommitted = Error("DTK0510", "The file differs from the base commit");
    public static readonly Rule FileOutsideRepository = Error("DTK0511", "The file cannot be part of the commit");
    public static readonly Rule FilterFailed = Error("DTK0512", "A git filter could not be applied");
    public static readonly Rule SigningFailed = Error("DTK0513", "The commit could not be signed");
    public static readonly Rule BranchBusy = Error("DTK0514", "The branch is locked or keeps moving");
    public static readonly Rule CommitDateInvalid = Error("DTK0515", "SOURCE_DATE_EPOCH is not a date");
    public static readonly Rule CommitFailed = Error("DTK0516", "The commit could not be written");
    public static readonly Rule ConfigurationUnreadable = Error("DTK0517", "Git's configuration cannot be followed");
    public static readonly Rule FileLeftOut = Warning("DTK0518", "The metric file has changes that are not committed");

    private static Rule Warning(string id, string title) => new(id, FindingSeverity.Warning, title);

    private static Rule Error(string id, string title) => new(id, FindingSeverity.Error, title);
}
