using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Detectkit.Build.Git;

/// <summary>A program that git would run too: git itself for filters, the signing program.</summary>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
/// <param name="ExitCode">Its exit code.</param>
internal sealed record OutsideProgram(byte[] Output, string Errors, int ExitCode)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="file">The program, found on the path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="environment">Variables added to ours; those that point git elsewhere are removed.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>The outcome, <c>null</c> if there is no such program.</returns>
    public static OutsideProgram? Run(
        string file,
        IEnumerable<string> arguments,
        string folder,
        ReadOnlyMemory<byte> input,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var pointer in new[] { "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE" })
        {
            start.Environment.Remove(pointer);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            return Finish(process, input, cancellation);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static OutsideProgram Finish(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        using var killed = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var feeding = Feed(process.StandardInput, input);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        feeding.GetAwaiter().GetResult();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return new OutsideProgram(output.ToArray(), errors.GetAwaiter().GetResult().Trim(), process.ExitCode);
    }

    private static async Task Feed(StreamWriter standardInput, ReadOnlyMemory<byte> input)
    {
        try
        {
            await standardInput.BaseStream.WriteAsync(input, CancellationToken.None).ConfigureAwait(false);
            standardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading to the end; its exit code says the rest.
        }
    }
}
