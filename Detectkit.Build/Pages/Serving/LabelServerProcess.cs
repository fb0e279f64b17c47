using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Detectkit.Build.Pages.Serving;

/// <summary>What the label server is told to serve; its ServedProject says what each part is.</summary>
internal sealed record LabelServerManifest(string Root, IReadOnlyList<LabelledMetric> Metrics, string AddressPath, bool OpensBrowser, bool EndsWithInput)
{
    public string ToJson() => JsonSerializer.Serialize(this);
}

internal sealed record LabelledMetric(string Name, string PagePath, string TuneCommand);

internal enum LabelServerEnd
{
    /// <summary>All labels were saved, or it was stopped.</summary>
    Done,

    /// <summary>This machine has no ASP.NET Core runtime.</summary>
    RuntimeMissing,

    /// <summary>It has said why.</summary>
    Failed,
}

/// <summary>Runs the label server beside the worker's program, as a process of its own.</summary>
internal static class LabelServerProcess
{
    /// <summary>How the line begins that says that labels were saved.</summary>
    public const string Saved = "Saved ";

    // What the host exits with where a shared framework is missing; 8 bits of it on Unix.
    private const int FrameworkMissing = unchecked((int)0x80008096);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="manifest">What to serve.</param>
    /// <param name="manifestPath">Where the manifest may be written.</param>
    /// <param name="say">Takes the server's lines for the user.</param>
    /// <param name="cancellation">Stops the server gently.</param>
    /// <exception cref="IOException">The manifest cannot be written.</exception>
    public static async Task<LabelServerEnd> RunAsync(LabelServerManifest manifest, string manifestPath, Action<string> say, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(manifestPath, manifest.ToJson(), new UTF8Encoding(false), CancellationToken.None);
        try
        {
            return await RunAsync(manifestPath, say, cancellation);
        }
        finally
        {
            File.Delete(manifestPath);
            // The server removes it itself, unless it was killed.
            File.Delete(manifest.AddressPath);
        }
    }

    private static async Task<LabelServerEnd> RunAsync(string manifestPath, Action<string> say, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Host())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "Detectkit.LabelServer.dll"), manifestPath },
        };
        using var process = new Process { StartInfo = start };
        var errors = new StringBuilder();
        process.OutputDataReceived += (_, line) => Pass(line.Data, say);
        process.ErrorDataReceived += (_, line) => Pass(line.Data, text => errors.AppendLine(text));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // The server ends with its input, so it cannot outlive this process however that ends.
        using var registration = cancellation.Register(process.StandardInput.Close);
        await WaitAsync(process, cancellation);
        if (process.ExitCode == FrameworkMissing || process.ExitCode == (FrameworkMissing & 0xFF))
        {
            return LabelServerEnd.RuntimeMissing;
        }

        if (process.ExitCode != 0)
        {
            say(errors.ToString().Trim());
        }

        return process.ExitCode == 0 ? LabelServerEnd.Done : LabelServerEnd.Failed;
    }

    private static async Task WaitAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static void Pass(string? line, Action<string> say)
    {
        if (line is not null)
        {
            say(line);
        }
    }

    // The dotnet that runs this program, which may not be the one on the path.
    private static string Host() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
