using Detectkit.Configuration;

namespace Detectkit.Build;

/// <summary>
/// Every diagnostic of the build integration, declared once: <c>DTK03xx</c> selection and properties, <c>DTK04xx</c> loading and
/// tuning, <c>DTK05xx</c> git.
/// </summary>
internal static class BuildRules
{
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

    private static Rule Error(string id, string title) => new(id, FindingSeverity.Error, title);
}
