namespace Detectkit.Build;

/// <summary>How a worker ended.</summary>
internal sealed class WorkerEnd(int exitCode, string errors, bool isCancelled)
{
    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What it wrote to standard error, which only a runtime that fails does.</summary>
    public string Errors { get; } = errors;

    /// <summary>Whether it was told to stop.</summary>
    public bool IsCancelled { get; } = isCancelled;
}
