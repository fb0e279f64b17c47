using Detectkit.Build.Wire;
using Detectkit.Configuration;

namespace Detectkit.Build;

/// <summary>
/// Every diagnostic of the build integration, declared once: <c>DTK03xx</c> selection and properties, <c>DTK04xx</c>
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

    public static readonly Rule WorkerFailed = Error(OutputLine.WorkerFailed, "The worker could not do its work");
    public static readonly Rule Unexpected = Error("DTK0392", "Something unexpected went wrong");

    public static readonly Rule TuningFailed = Error("DTK0411", "The metric could not be tuned");
    public static readonly Rule LabelsUnreadable = Error("DTK0412", "The labels cannot be found");
    public static readonly Rule EmissionFailed = Error("DTK0413", "The tuned file could not be made");

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
