using System.Runtime.CompilerServices;

namespace Detectkit.Tests;

/// <summary>Where the recorded reference data lies: a folder <c>shared</c> beside the repository, absent in a stranger's clone.</summary>
internal static class Recorded
{
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    public static string? SharedRoot { get; } =
        Directory.Exists(Path.Combine(RepositoryRoot, "..", "shared", "golden")) ? Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared")) : null;

    public static string Golden => Path.Combine(SharedRoot!, "golden");

    public static string Corpus => Path.Combine(SharedRoot!, "corpus");

    private static string FindRepositoryRoot([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
