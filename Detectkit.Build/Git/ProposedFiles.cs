using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Files as the branch has them.</summary>
internal static class ProposedFiles
{
    /// <summary>Reads files of the branch's newest commit.</summary>
    /// <param name="target">The branch.</param>
    /// <param name="paths">The files, relative to the project root.</param>
    /// <returns>The contents of those that it has, none without a branch or a repository; <c>null</c> where it cannot be read.</returns>
    public static IReadOnlyDictionary<string, byte[]>? Read(TuningBranch target, IEnumerable<string> paths)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var failure = GitFailures.Catch(() =>
        {
            using var repository = ProjectRepository.Open(target.ProjectRoot);
            if (TuningBase.Tip(repository, target) is not { } tip)
            {
                return;
            }

            foreach (var path in paths)
            {
                if (TrackedFile.Find(repository, tip.Tree, path).Entry?.Target is Blob blob)
                {
                    using var stored = blob.GetContentStream();
                    using var bytes = new MemoryStream();
                    stored.CopyTo(bytes);
                    files[path] = bytes.ToArray();
                }
            }
        });
        return failure is null || failure.Rule == BuildRules.NoRepository ? files : null;
    }
}
