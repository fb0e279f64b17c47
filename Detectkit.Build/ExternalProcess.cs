using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Detectkit.Build;

/// <summary>What a program answered; its exit code is null if it could not be started.</summary>
internal sealed record ProcessAnswer(int? ExitCode, string Output = "", string Errors = "");

/// <summary>
/// Runs another program. It and whatever it starts are looked for in the absolute folders of <c>PATH</c> alone, so that a program that lies in the
/// project is never run for one of the same name.
/// </summary>
internal static class ExternalProcess
{
    public static string? Find(string name) =>
        Find(name, Environment.GetEnvironmentVariable("PATH"), OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE" : null);

    /// <summary>Finds a program; <c>PATHEXT</c> is <c>null</c> where files say themselves whether they are programs, and only what starts without a shell counts.</summary>
    internal static string? Find(string name, string? path, string? extensions)
    {
        var names = extensions?.Split(';', StringSplitOptions.TrimEntries).Where(end => end.ToUpperInvariant() is ".EXE" or ".COM").Select(end => name + end) ?? [name];
        return Folders(path).SelectMany(folder => names.Select(file => Path.Combine(folder, file))).FirstOrDefault(IsProgram);
    }

    /// <summary>Runs a program to its end; cancelled, it is killed.</summary>
    public static ProcessAnswer Run(ProcessStartInfo start, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        start.CreateNoWindow = true;

        // The second variable keeps Windows' own search out of the working folder.
        start.Environment["PATH"] = string.Join(Path.PathSeparator, Folders(Environment.GetEnvironmentVariable("PATH")));
        start.Environment["NoDefaultCurrentDirectoryInExePath"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            using var killed = cancellation.Register(() => process.Kill(entireProcessTree: true));
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            Feed(process.StandardInput, input);
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return new ProcessAnswer(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult().Trim());
        }
        catch (Win32Exception)
        {
            return new ProcessAnswer(null);
        }
    }

    private static void Feed(StreamWriter standardInput, ReadOnlyMemory<byte> input)
    {
        try
        {
            standardInput.BaseStream.Write(input.Span);
            standardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading to the end; its exit code says the rest.
        }
    }

    // An empty entry stands for the working folder.
    private static IEnumerable<string> Folders(string? path) =>
        (path ?? "").Split(Path.PathSeparator).Select(folder => folder.Trim('"')).Where(Path.IsPathFullyQualified);

    private static bool IsProgram(string file) =>
        File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
