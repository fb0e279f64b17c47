using System.Diagnostics;
using System.Globalization;
using System.Text;
using Detectkit.Build.Git;

namespace Detectkit.Build.EndToEnd;

/// <summary>What a build said and how it ended.</summary>
internal sealed record BuildResult(int ExitCode, IReadOnlyList<string> Lines)
{
    public string Text => string.Join('\n', Lines);

    /// <summary>The diagnostics, each once, without the project that MSBuild appends.</summary>
    public IReadOnlyList<string> Errors => Diagnostics(": error ");

    public IReadOnlyList<string> Warnings => Diagnostics(": warning ");

    /// <summary>What the target itself said, before MSBuild sums up.</summary>
    public IReadOnlyList<string> Said => [.. Lines.TakeWhile(l => !l.StartsWith("Build ", StringComparison.Ordinal)).Select(l => l.Trim()).Where(l => l.Length > 0)];

    public BuildResult Succeeds()
    {
        Assert.True(ExitCode == 0, Text);
        return this;
    }

    public BuildResult Fails()
    {
        Assert.True(ExitCode != 0, Text);
        return this;
    }

    private IReadOnlyList<string> Diagnostics(string kind) =>
        [.. Lines.Where(l => l.Contains(kind, StringComparison.Ordinal)).Select(l => l.Trim()).Select(l => l.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var end ? l[..end] : l).Distinct()];
}

/// <summary>A build that runs in a process of its own, without what this test run has put into the environment.</summary>
internal sealed class RunningBuild : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Foreign = ["MSBuild", "DOTNET_HOST", "DOTNET_CLI", "VSTEST", "Testing", "COREHOST", "NUGET", "SOURCE_DATE_EPOCH"];

    private readonly Process process;
    private readonly Task<string> errors;
    private readonly List<string> lines = [];

    private RunningBuild(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public static RunningBuild Start(MetricsRepository repository, string target, params string[] arguments)
    {
        // Whatever is not given starts from the isolated environment of git.
        var start = IsolatedGit.Start("dotnet", repository.Root, ["build", "--no-restore", "-t:" + target, "-tl:off", "-nologo", .. arguments]);
        foreach (var name in start.Environment.Keys.Where(k => Foreign.Any(f => k.StartsWith(f, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        start.StandardErrorEncoding = Encoding.UTF8;
        return new RunningBuild(Process.Start(start)!);
    }

    /// <summary>Reads until a line that contains the text, and returns it.</summary>
    public string WaitFor(string text)
    {
        while (ReadLine() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The build ended without '{text}':\n{string.Join('\n', lines)}");
    }

    /// <summary>What Ctrl-C does to the build's own process.</summary>
    public void PressControlC() =>
        Assert.Equal(0, IsolatedGit.Program("kill", Path.GetTempPath(), "-INT", process.Id.ToString(CultureInfo.InvariantCulture)).ExitCode);

    public BuildResult Wait()
    {
        while (ReadLine() is not null)
        {
        }

        Assert.True(process.WaitForExit(Patience), "The build does not end.");
        lines.AddRange(errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return new BuildResult(process.ExitCode, lines);
    }

    public void Dispose() => process.Dispose();

    private string? ReadLine()
    {
        var reading = process.StandardOutput.ReadLineAsync();
        if (!reading.Wait(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The build says nothing any more:\n{string.Join('\n', lines)}");
        }

        if (reading.Result is { } line)
        {
            lines.Add(line);
        }

        return reading.Result;
    }
}
