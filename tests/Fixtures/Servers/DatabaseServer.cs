using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Detectkit.Build.Databases;

/// <summary>A database server of this machine on a port and in a throw-away folder of its own, ended with the tests that share it.</summary>
public abstract class DatabaseServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("detectkit-server-").FullName;
    private Process? process;
    private Action? start;

    protected DatabaseServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal int Port { get; }

    protected string Data => Path.Combine(folder, "data");

    /// <summary>The first existing file of a pattern such as <c>/usr/lib/postgresql/*/bin/postgres</c>, or null.</summary>
    internal static string? FindProgram(params string[] candidates) => candidates.SelectMany(Expand).FirstOrDefault(File.Exists);

    /// <summary>Why a server's program cannot be started here: it is missing, it lacks a library, or the user it wants does not exist.</summary>
    /// <returns>The reason for skipping a test; <c>null</c> where it runs.</returns>
    internal static string? WhyNot(string? server, string? user, string package)
    {
        if (server is null)
        {
            return "needs the Debian package " + package;
        }

        var (program, arguments) = user is null ? (server, ["--version"]) : AsUser(user, server, "--version");
        try
        {
            using var trial = Process.Start(Info(program, arguments))!;
            var (_, errors) = (trial.StandardOutput.ReadToEndAsync(), trial.StandardError.ReadToEndAsync());
            // 78 is ClickHouse's word for an option it does not know, and to say so it has to run.
            return trial.WaitForExit(Patience) && trial.ExitCode is 0 or 78 ? null : $"{server} cannot be started: {errors.Result.Split('\n')[0]}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{server} cannot be started: {e.Message}";
        }
    }

    /// <summary>Ends the server as a power cut would: no goodbye to its clients.</summary>
    internal void Kill()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    /// <summary>Starts it again after <see cref="Kill"/>.</summary>
    internal void Restart()
    {
        process?.Dispose();
        start!();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Kill();
        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    // These servers refuse to run as root, and containers run tests as just that.
    protected static (string Program, string[] Arguments) AsUser(string user, string program, params string[] arguments) =>
        Environment.UserName == "root" ? ("setpriv", ["--reuid", user, "--regid", user, "--init-groups", "--", program, .. arguments]) : (program, arguments);

    protected void OwnedBy(string user)
    {
        if (Environment.UserName == "root")
        {
            RunToEnd("chown", ["-R", user, folder]);
        }
    }

    protected void RunToEnd(string program, string[] arguments)
    {
        using var tool = Process.Start(Info(program, arguments))!;
        var (output, errors) = (tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
        Assert.True(tool.WaitForExit(Patience), program + " does not end.");
        Assert.True(tool.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output.Result}{errors.Result}");
    }

    /// <summary>Starts the server and waits until it takes a connection.</summary>
    protected void Start(string program, string[] arguments, Action connect)
    {
        start = () => Launch(program, arguments, connect);
        start();
    }

    private void Launch(string program, string[] arguments, Action connect)
    {
        process = Process.Start(Info(program, arguments))!;
        var log = new StringBuilder();
        process.OutputDataReceived += (_, e) => Add(log, e.Data);
        process.ErrorDataReceived += (_, e) => Add(log, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var clock = Stopwatch.StartNew(); ;)
        {
            try
            {
                connect();
                return;
            }
            catch (Exception e) when (e is DbException or HttpRequestException && !process.HasExited && clock.Elapsed < Patience)
            {
                // It says nowhere else that it is ready.
                process.WaitForExit(TimeSpan.FromMilliseconds(50));
            }
            catch (Exception e) when (e is DbException or HttpRequestException)
            {
                Dispose();
                throw new InvalidOperationException($"{program} takes no connection: {e.Message}\n{log}", e);
            }
        }
    }

    private static void Add(StringBuilder log, string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }

    private static IEnumerable<string> Expand(string candidate)
    {
        var star = candidate.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return [candidate];
        }

        var parent = candidate[..star].TrimEnd('/');
        return Directory.Exists(parent)
            ? Directory.GetDirectories(parent).OrderDescending(StringComparer.Ordinal).Select(d => d + candidate[(star + 1)..])
            : [];
    }

    private static ProcessStartInfo Info(string program, string[] arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
}
