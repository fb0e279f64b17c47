using System.Diagnostics;

namespace Detectkit.Build.Git;

/// <summary>A commit made by a process of its own, whose environment is the test's to choose.</summary>
internal sealed class ChildCommit(TemporaryRepository repository)
{
    private readonly Dictionary<string, string?> environment = [];

    /// <summary>Sets a variable, or unsets it.</summary>
    public string? this[string name]
    {
        set => environment[name] = value;
    }

    /// <summary>Tunes; returns <c>Committed</c> or what else the result is, and the rule and the message of a failure.</summary>
    public string Tune(string content = "name: orders # tuned\n") => Start("tune", content);

    /// <summary>Checks what is checked before tuning; returns the rules and the messages of the failures.</summary>
    public string Check() => Start("check");

    private string Start(string command, params string[] arguments)
    {
        var (exitCode, output, errors) = Run(Environment.ProcessPath!, ["exec", typeof(ChildCommit).Assembly.Location, command, repository.Root, .. arguments]);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    /// <summary>Runs git in the same environment.</summary>
    public string Git(params string[] arguments)
    {
        var (exitCode, output, errors) = Run("git", arguments);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private (int ExitCode, string Output, string Errors) Run(string file, params string[] arguments)
    {
        var start = IsolatedGit.Start(file, repository.Root, arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment.Remove(name);
            if (value is not null)
            {
                start.Environment[name] = value;
            }
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd('\n'), errors.Result);
    }
}
