namespace Detectkit.Tests;

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
