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

/// <summary>A fact that needs the recorded reference data and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RecordedFactAttribute : FactAttribute
{
    public RecordedFactAttribute() => Skip = Recorded.SharedRoot is null ? "needs ../shared beside the repository" : null;
}

/// <summary>A theory that needs the recorded reference data and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RecordedTheoryAttribute : TheoryAttribute
{
    public RecordedTheoryAttribute() => Skip = Recorded.SharedRoot is null ? "needs ../shared beside the repository" : null;
}
