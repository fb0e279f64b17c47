using System.Diagnostics;

namespace Detectkit.Build.Tests.Readme;

/// <summary>Runs shell lines as a user would, without what this test run has put into the environment.</summary>
internal static class CleanShell
{
    private static readonly string[] Foreign = ["GIT_CONFIG", "MSBuild", "DOTNET_HOST", "DOTNET_CLI", "VSTEST", "MSBUILD", "Testing", "COREHOST"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    public static (int Code, string Output) Run(string folder, string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line + " 2>&1"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => Foreign.Any(f => k.StartsWith(f, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return (-1, "timed out: " + line);
        }

        return (process.ExitCode, output.GetAwaiter().GetResult());
    }
}
