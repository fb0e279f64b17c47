using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Runs git, and the library in this process, without this machine's or this user's configuration.</summary>
internal static class IsolatedGit
{
    private const string HomeVariable = "DETECTKIT_TEST_HOME";

    // A child process uses its parent's, which outlives it however it ends.
    private static readonly string? ParentHome = Environment.GetEnvironmentVariable(HomeVariable);

    public static string Home { get; } = ParentHome ?? Directory.CreateTempSubdirectory("detectkit-home-").FullName;

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "The library reads its search paths once, before the first repository is opened.")]
    internal static void Isolate()
    {
        foreach (var level in new[] { ConfigurationLevel.Global, ConfigurationLevel.Xdg, ConfigurationLevel.System, ConfigurationLevel.ProgramData })
        {
            GlobalSettings.SetConfigSearchPaths(level, Home);
        }

        if (ParentHome is null)
        {
            // Git itself, which the code under test asks. A child process has what its parent gives it.
            Environment.SetEnvironmentVariable("GIT_CONFIG_GLOBAL", Path.Combine(Home, ".gitconfig"));
            Environment.SetEnvironmentVariable("GIT_CONFIG_NOSYSTEM", "1");
            Environment.SetEnvironmentVariable("EMAIL", null);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Home, recursive: true);
        }
    }

    public static string Run(string folder, params string[] arguments) =>
        TryRun(folder, arguments) is (0, var output, _) ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {TryRun(folder, arguments).Errors}");

    public static (int ExitCode, string Output, string Errors) TryRun(string folder, params string[] arguments) => Program("git", folder, arguments);

    public static (int ExitCode, string Output, string Errors) Program(string file, string folder, params string[] arguments)
    {
        var start = Start(file, folder, arguments);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd('\n'), errors.Result);
    }

    public static ProcessStartInfo Start(string file, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment[HomeVariable] = Home;
        start.Environment["HOME"] = Home;
        start.Environment["XDG_CONFIG_HOME"] = Home;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_EDITOR"] = "true";
        return start;
    }
}
