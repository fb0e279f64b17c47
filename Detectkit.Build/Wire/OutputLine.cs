namespace Detectkit.Build.Wire;

/// <summary>How the worker tells diagnostics from what is merely said: MSBuild would take any line with "error:" in it for one.</summary>
internal static class OutputLine
{
    /// <summary>The diagnostic that task and worker both report: the worker could not do its work.</summary>
    public const string WorkerFailed = "DTK0391";

    /// <summary>Begins a line that is a diagnostic in MSBuild's own form.</summary>
    public const char Diagnostic = '\u0001';

    /// <summary>Begins a line that is for those who ask for more, at normal verbosity.</summary>
    public const char Detail = '\u0002';
}
