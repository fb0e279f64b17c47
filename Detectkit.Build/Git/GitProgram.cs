using System.Diagnostics;

namespace Detectkit.Build.Git;

/// <summary>Git's own program, for what only git knows: its configuration, filter programs, signatures; and to move the branch.</summary>
internal static class GitProgram
{
    // They point git to another repository than the project's, or date the commit otherwise.
    private static readonly string[] Pointers =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_PREFIX",
        "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES", "GIT_CONFIG", "GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE",
    ];

    public static bool IsThere => ExternalProcess.Find("git") is not null;

    public static ProcessAnswer Run(
        string folder, string[] arguments, (string Name, string Value)[]? environment = null, ReadOnlyMemory<byte> input = default, CancellationToken cancellation = default)
    {
        if (ExternalProcess.Find("git") is not { } git)
        {
            return new ProcessAnswer(null);
        }

        var start = new ProcessStartInfo(git, arguments) { WorkingDirectory = folder };
        foreach (var pointer in Pointers)
        {
            start.Environment.Remove(pointer);
        }

        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return ExternalProcess.Run(start, input, cancellation);
    }
}
