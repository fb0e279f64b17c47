using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Detectkit.Build.Git;

/// <summary>What git's own program answered.</summary>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
/// <param name="ExitCode">Its exit code.</param>
internal sealed record GitAnswer(byte[] Output, string Errors, int ExitCode)
{
    /// <summary>The output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>
/// Git's own program, for what only git knows: its configuration, filter programs, signatures. It and whatever it starts are looked for
/// in the absolute folders of <c>PATH</c> alone, so that a program that lies in the project is never run for one of the same name.
/// </summary>
internal static class GitProgram
{
    // They point git to another repository than the project's, or date the commit otherwise.
    private static readonly string[] Pointers =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_PREFIX",
        "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES", "GIT_CONFIG", "GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE",
    ];

    /// <summary>Whether there is such a program.</summary>
    public static bool IsThere => Find() is not null;

    /// <summary>Runs git to its end.</summary>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="environment">Variables added to ours.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>The answer, <c>null</c> if there is no git.</returns>
    public static GitAnswer? Run(
        string folder,
        IEnumerable<string> arguments,
        ReadOnlyMemory<byte> input = default,
        IEnumerable<KeyValuePair<string, string>>? environment = null,
        CancellationToken cancellation = default)
    {
        if (Find() is not { } git)
        {
            return null;
        }

        var start = new ProcessStartInfo(git, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var pointer in Pointers)
        {
            start.Environment.Remove(pointer);
        }

        // What git looks for in turn: gpg, ssh-keygen, filters. The last variable keeps Windows' own search out of the working folder.
        start.Environment["PATH"] = string.Join(Path.PathSeparator, Folders(Environment.GetEnvironmentVariable("PATH")));
        start.Environment["NoDefaultCurrentDirectoryInExePath"] = "1";
        foreach (var (name, value) in environment ?? [])
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

    /// <summary>Finds a program by its bare name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="path">The value of <c>PATH</c>.</param>
    /// <param name="extensions">
    /// The value of <c>PATHEXT</c>, of which only programs that start without a shell count; <c>null</c> where files say themselves whether they
    /// are programs.
    /// </param>
    /// <returns>The program's absolute path, <c>null</c> if no absolute folder of the path has it.</returns>
    internal static string? Find(string name, string? path, string? extensions)
    {
        var names = extensions is null
            ? [name]
            : extensions.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(extension => extension.Equals(".exe", StringComparison.OrdinalIgnoreCase) || extension.Equals(".com", StringComparison.OrdinalIgnoreCase))
                .Select(extension => name + extension);
        return Folders(path).SelectMany(folder => names.Select(file => Path.Combine(folder, file))).FirstOrDefault(IsProgram);
    }

    private static string? Find() =>
        Find("git", Environment.GetEnvironmentVariable("PATH"), OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE" : null);

    // An empty entry stands for the working folder.
    private static IEnumerable<string> Folders(string? path) =>
        (path ?? "").Split(Path.PathSeparator).Select(folder => folder.Trim('"')).Where(Path.IsPathFullyQualified);

    private static bool IsProgram(string file) =>
        File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static GitAnswer Finish(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        using var killed = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var feeding = Feed(process.StandardInput, input);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        feeding.GetAwaiter().GetResult();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return new GitAnswer(output.ToArray(), errors.GetAwaiter().GetResult().Trim(), process.ExitCode);
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
