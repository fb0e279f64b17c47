using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Detectkit.Build;

/// <summary>A worker process that stops when its standard input ends, so also when MSBuild dies.</summary>
internal sealed class WorkerProcess
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // MSBuild sets these for its own process; a program that is not MSBuild must find its own SDK.
    private static readonly string[] OfMSBuild =
        ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly", "MSBUILDFAILONDRIVEENUMERATINGWILDCARD"];

    private const string WriteXorExecute = "DOTNET_EnableWriteXorExecute";

    private readonly object gate = new();
    private Process? running;
    private bool isCancelled;

    public WorkerEnd Run(string dotNet, string worker, string folder, string request, Action<string> onLine)
    {
        using var process = new Process { StartInfo = Start(dotNet, worker, folder) };
        lock (gate)
        {
            if (isCancelled)
            {
                return new WorkerEnd(0, "", true);
            }

            process.Start();
            running = process;
        }

        var errors = Task.Run(process.StandardError.ReadToEnd);
        try
        {
            Send(process, request);
            while (process.StandardOutput.ReadLine() is { } line)
            {
                onLine(line);
            }

            process.WaitForExit();
            return new WorkerEnd(process.ExitCode, errors.GetAwaiter().GetResult().Trim(), isCancelled);
        }
        finally
        {
            lock (gate)
            {
                running = null;
            }
        }
    }

    public void Cancel()
    {
        Process? process;
        lock (gate)
        {
            isCancelled = true;
            process = running;
            CloseInput(process);
        }

        if (process is not null)
        {
            var timer = new Timer(_ => Kill(process));
            timer.Change(Grace, Timeout.InfiniteTimeSpan);
        }
    }

    private static ProcessStartInfo Start(string dotNet, string worker, string folder)
    {
        var start = new ProcessStartInfo(dotNet, "exec \"" + worker + "\"")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in OfMSBuild)
        {
            start.Environment.Remove(name);
        }

        // A worker lives for seconds, compiling all the while: a second mapping of every method's memory is then a tenth of its time.
        if (!start.Environment.ContainsKey(WriteXorExecute))
        {
            start.Environment[WriteXorExecute] = "0";
        }

        return start;
    }

    private static void Send(Process process, string request)
    {
        // The bytes, since the writer of standard input has the console's encoding.
        var bytes = new UTF8Encoding(false).GetBytes(request);
        try
        {
            process.StandardInput.BaseStream.Write(bytes, 0, bytes.Length);
            process.StandardInput.BaseStream.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It ended before it read everything, or was cancelled meanwhile: its end says which.
        }
    }

    private static void CloseInput(Process? process)
    {
        try
        {
            process?.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private void Kill(Process process)
    {
        lock (gate)
        {
            if (running == process && !process.HasExited)
            {
                process.Kill();
            }
        }
    }
}

internal sealed class WorkerEnd(int exitCode, string errors, bool isCancelled)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>What it wrote to standard error, which only a runtime that fails does.</summary>
    public string Errors { get; } = errors;

    public bool IsCancelled { get; } = isCancelled;
}
