using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The checks on the branch's name and on who uses the branch.</summary>
internal static class BranchName
{
    /// <summary>Refuses a name that git would not take, or that this repository has no room for.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="target">The branch.</param>
    /// <exception cref="GitRefusedException">The name cannot be used.</exception>
    public static void RequireUsable(ProjectRepository repository, TuningBranch target)
    {
        var name = target.ReferenceName;
        if (!Reference.IsValidName(name) || target.Branch.StartsWith('-') || target.Branch is "HEAD" || name.Any(char.IsWhiteSpace))
        {
            throw new GitRefusedException(BuildRules.BranchNameInvalid, $"AutotuneBranch '{target.Branch}' is not a branch name: see 'git help check-ref-format' for what is allowed");
        }

        var parts = target.Branch.Split('/');
        var blocking = Enumerable.Range(1, parts.Length - 1)
            .Select(count => "refs/heads/" + string.Join('/', parts.Take(count)))
            .Where(parent => repository.Git.Refs[parent] is not null)
            .Concat(repository.Git.Refs.FromGlob(name + "/*").Select(reference => reference.CanonicalName))
            .FirstOrDefault();
        if (blocking is not null)
        {
            throw new GitRefusedException(
                BuildRules.BranchNameInvalid,
                $"branch '{target.Branch}' cannot exist beside branch '{blocking["refs/heads/".Length..]}', as one name is a folder of the other: rename that branch, or name another AutotuneBranch");
        }
    }

    /// <summary>Refuses a branch that a working tree stands on: moving it would change what that tree is compared with.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="target">The branch.</param>
    /// <exception cref="GitRefusedException">It is checked out, or being rebased.</exception>
    public static void RequireNotCheckedOut(ProjectRepository repository, TuningBranch target)
    {
        var linked = Path.Combine(repository.CommonFolder, "worktrees");
        var folders = Directory.Exists(linked) ? Directory.GetDirectories(linked).Order(StringComparer.Ordinal).ToList() : [];
        if (!IsBare(repository))
        {
            folders.Insert(0, repository.CommonFolder);
        }

        var user = folders.FirstOrDefault(folder =>
            NameIn(folder, "HEAD") == "ref: " + target.ReferenceName
            || NameIn(folder, "rebase-merge/head-name") == target.ReferenceName
            || NameIn(folder, "rebase-apply/head-name") == target.ReferenceName);
        if (user is not null)
        {
            // The main working tree cannot be removed.
            var remedy = user == repository.CommonFolder ? "switch to another branch there" : "switch to another branch there (or 'git worktree remove' it)";
            throw new GitRefusedException(
                BuildRules.BranchCheckedOut,
                $"branch '{target.Branch}' is checked out in '{WorkingTreeOf(repository, user)}', whose HEAD would move: {remedy}, or name another AutotuneBranch");
        }
    }

    private static bool IsBare(ProjectRepository repository) =>
        repository.GitFolder != repository.CommonFolder && repository.Configuration.IsTrue("core.bare");

    private static string? NameIn(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    private static string WorkingTreeOf(ProjectRepository repository, string gitFolder)
    {
        if (gitFolder == repository.GitFolder)
        {
            return repository.WorkingTree;
        }

        var dotGit = NameIn(gitFolder, "gitdir") ?? gitFolder;
        return Path.GetDirectoryName(Path.GetFullPath(dotGit, gitFolder)) ?? gitFolder;
    }
}
