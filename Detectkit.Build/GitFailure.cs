using Detectkit.Configuration;

namespace Detectkit.Build;

/// <summary>
/// Why a repository cannot take the commit, in one line; the path of the file it is about, if any, is relative to the project root. The words of
/// <c>DTK05xx</c> are here, each with its arguments.
/// </summary>
internal sealed record GitFailure(Rule Rule, string Message, string? Path = null)
{
    public static GitFailure NoRepository(string root) =>
        new(BuildRules.NoRepository, $"no git repository holds '{root}': run 'git init' and commit the metrics, or set AutotuneCommit=false to write the tuned YAML into the folder");
    public static GitFailure OutsideWorkingTree(string root, string tree) =>
        new(BuildRules.NoRepository, $"the project '{root}' lies outside the working tree '{tree}' of its repository: move it inside, or set AutotuneCommit=false");
    public static GitFailure OwnedByAnother(string folder) =>
        new(BuildRules.RepositoryOfAnotherUser, $"the repository '{folder}' belongs to another user, and its configuration could run programs as you: if you trust it, run 'git config --global --add safe.directory {folder}'");
    public static GitFailure CannotBeOpened(string folder, string why) =>
        new(BuildRules.RepositoryUnreadable, $"the repository '{folder}' cannot be opened: {why}; set AutotuneCommit=false to tune without committing");
    public static GitFailure IsBare(string folder) =>
        new(BuildRules.BareRepository, $"the repository '{folder}' is bare and has no working tree: clone it, or add a worktree with 'git worktree add', and tune there");
    public static GitFailure HasNoCommit() =>
        new(BuildRules.UnbornHead, "the repository has no commit yet: commit the metrics first, or set AutotuneCommit=false to write the tuned YAML into the folder");
    public static GitFailure NoBase(string revision, string why) =>
        new(BuildRules.BaseNotFound, $"AutotuneBase '{revision}' names no commit ({why}): a branch, a tag or a commit id is allowed; a shallow clone may lack it, 'git fetch' brings it");
    public static GitFailure NotABranchName(string branch) =>
        new(BuildRules.BranchNameInvalid, $"AutotuneBranch '{branch}' is not a branch name: see 'git help check-ref-format' for what is allowed");
    public static GitFailure BranchInTheWay(string branch, string other) =>
        new(BuildRules.BranchNameInvalid, $"branch '{branch}' cannot exist beside branch '{other}', as one name is a folder of the other: rename that branch, or name another AutotuneBranch");
    public static GitFailure SymbolicReference(string name, string target) =>
        new(BuildRules.BranchNameInvalid, $"'{name}' is a symbolic reference to '{target}': delete it with 'git symbolic-ref --delete {name}', or name another AutotuneBranch");
    public static GitFailure CheckedOut(string branch, string? tree, bool isMainTree) =>
        new(BuildRules.BranchCheckedOut, $"branch '{branch}' is checked out in '{tree}', whose HEAD would move: switch to another branch there{(isMainTree ? "" : " (or 'git worktree remove' it)")}, or name another AutotuneBranch");
    public static GitFailure CommitsOfOthers(string branch, string named) =>
        new(BuildRules.ForeignCommits, $"branch '{branch}' holds commits that autotune did not write: {named}; merge them or move them to another branch, or set AutotuneForce=true to replace the branch");
    public static GitFailure TipMissing(string branch, string id) =>
        new(BuildRules.ForeignCommits, $"branch '{branch}' names {id}, which is not a commit in this repository, so that nobody can tell whose it is: fetch it, or delete the branch with 'git update-ref -d refs/heads/{branch}'");
    public static GitFailure NotInBase(string path) =>
        new(BuildRules.FileNotCommitted, $"'{path}' is not in the base commit: commit it first, or tune the draft with AutotuneCommit=false", path);
    public static GitFailure HasChanges(string path) =>
        new(BuildRules.FileNotCommitted, $"'{path}' has changes that the base commit does not hold: commit them first, or tune the draft with AutotuneCommit=false", path);
    public static GitFailure OutsideRepository(string path, string why) => new(BuildRules.FileOutsideRepository, $"'{path}' {why}", path);
    public static GitFailure FilterNeedsGit(string path) =>
        new(BuildRules.FilterFailed, $"'.gitattributes' may give '{path}' a filter program or an encoding, which only git itself applies, and 'git' is not in an absolute folder of the PATH: put it there, or set AutotuneCommit=false", path);
    public static GitFailure FilterFailed(string path, string why) => new(BuildRules.FilterFailed, $"git could not apply the filters of '{path}': {why}", path);
    public static GitFailure NotSigned(string why) =>
        new(BuildRules.SigningFailed, $"commit.gpgsign is on, but {why}; fix the key, or turn it off for this repository with 'git config commit.gpgsign false'");
    public static GitFailure Locked(string branch, string file) =>
        new(BuildRules.BranchBusy, $"branch '{branch}' stays locked by '{file}': if no other git program is at work in this repository, one was killed there; delete the file");
    public static GitFailure KeepsMoving(string branch, int times) =>
        new(BuildRules.BranchBusy, $"branch '{branch}' was moved by others {times} times while this run tried to: run again when they are done");
    public static GitFailure NotMoved(string branch, string? why) => new(BuildRules.CommitFailed, $"git could not move branch '{branch}': {why}");
    public static GitFailure Unexpected(string why) => new(BuildRules.CommitFailed, $"git's data could not be read or written: {why}");
    public static GitFailure NoDate(string text) =>
        new(BuildRules.CommitDateInvalid, $"SOURCE_DATE_EPOCH is '{text}': write an integer, the seconds since 1970-01-01 UTC, or unset it to date the commit by the clock");
    public static GitFailure OnlyGitUnderstands(string setting) =>
        new(BuildRules.ConfigurationUnreadable, $"only git itself understands '{setting}', which may say who commits and whether the commit is signed, and no 'git' that reads this repository is in an absolute folder of the PATH: put one there, or set AutotuneCommit=false");
    public static GitFailure Nobody(string role) =>
        new(BuildRules.ConfigurationUnreadable, $"user.useConfigOnly is on and git's configuration has no name or no address of the {role}: run 'git config user.name NAME' and 'git config user.email ADDRESS', or set AutotuneCommit=false");
}
