using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Detectkit.Build.Wire;
using Microsoft.Build.Framework;

namespace Detectkit.Build;

/// <summary>
/// Runs one of Detectkit's commands in a worker process: databases, git and the tuning search stay out of MSBuild, with their
/// native libraries, file locks and crashes.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class DetectkitTask : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly WorkerProcess worker = new();

    /// <summary>What to do: <c>autotune</c>, <c>detect</c> or <c>label</c>.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>The <c>dotnet</c> program.</summary>
    [Required]
    public string DotNet { get; set; } = "";

    /// <summary>The worker's assembly.</summary>
    [Required]
    public string Worker { get; set; } = "";

    /// <summary>The project file.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>Where evidence goes, the worker's own failures included.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>The build properties: the name is the item, the value its metadata <c>Value</c>.</summary>
#pragma warning disable CA1819 // MSBuild sets lists as arrays.
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>The project's files, each with its kind in the metadata <c>Kind</c>.</summary>
    public ITaskItem[] Files { get; set; } = [];
#pragma warning restore CA1819

    /// <inheritdoc/>
    public override bool Execute()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(Project))!;
        var isProgramFile = Path.IsPathRooted(DotNet);
        if ((isProgramFile && !File.Exists(DotNet)) || !File.Exists(Worker))
        {
            return Fail("the worker '" + Worker + "' or the program '" + DotNet + "' that runs it is missing: restore or rebuild the project");
        }

        WorkerEnd end;
        try
        {
            end = worker.Run(DotNet, Worker, folder, RequestText.Write(Request(folder)), LogLine);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            return Fail("the worker could not be run: " + e.Message);
        }

        if (end.ExitCode == 0 && !Log.HasLoggedErrors)
        {
            return true;
        }

        // The worker reports what goes wrong; without a report it was it that went wrong.
        return !Log.HasLoggedErrors && !end.IsCancelled ? Fail(Crash(end, folder)) : false;
    }

    /// <inheritdoc/>
    public void Cancel() => worker.Cancel();

    private IEnumerable<KeyValuePair<string, string>> Request(string folder)
    {
        yield return new(RequestName.Command, Command);
        yield return new(RequestName.Project, Path.GetFullPath(Project));
        foreach (var setting in Settings)
        {
            yield return new(setting.ItemSpec, setting.GetMetadata("Value"));
        }

        // Only names: what another property holds is nobody's business.
        if (BuildEngine is IBuildEngine6 engine)
        {
            foreach (var name in engine.GetGlobalProperties().Keys.Where(PropertyName.IsOurs))
            {
                yield return new(RequestName.Given, name);
            }
        }

        foreach (var file in Files)
        {
            // Against the project's folder: the current one belongs to whoever started the build.
            yield return new(RequestName.File, file.GetMetadata("Kind") + ":" + Path.GetFullPath(Path.Combine(folder, file.ItemSpec)));
        }
    }

    private void LogLine(string line)
    {
        switch (line.Length > 0 ? line[0] : default)
        {
            case OutputLine.Diagnostic:
                Log.LogMessageFromText(line.Substring(1), MessageImportance.High);
                break;
            case OutputLine.Detail:
                Log.LogMessage(MessageImportance.Normal, "{0}", line.Substring(1));
                break;
            default:
                Log.LogMessage(MessageImportance.High, "{0}", line);
                break;
        }
    }

    private string Crash(WorkerEnd end, string folder)
    {
        var summary = "the worker ended with code " + end.ExitCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (end.Errors.Length == 0)
        {
            return summary + " and said nothing";
        }

        try
        {
            var path = Path.Combine(folder, Output, "worker-failure.txt");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, end.Errors);
            return summary + "; what it said is in " + path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return summary + ": " + end.Errors.Split('\n')[0];
        }
    }

    private bool Fail(string message)
    {
        Log.LogError(null, OutputLine.WorkerFailed, null, Project, 0, 0, 0, 0, "{0}", message);
        return false;
    }
}
