namespace Detectkit.Build.Tests.Readme;

/// <summary>What the README promises, in a clone in a new folder.</summary>
public sealed class ReadmeCommandsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("detectkit readme ").FullName;

    [Fact]
    public void Every_command_of_the_readme_works_in_a_clean_clone_and_leaves_a_branch_with_tuned_metrics()
    {
        var page = File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "README.md"));
        Assert.Equal(0, CleanShell.Run(folder, $"git clone -q '{Recorded.RepositoryRoot}' clone").Code);
        var clone = Path.Combine(folder, "clone");

        foreach (var command in ReadmeCommands.Of(page))
        {
            var (code, output) = CleanShell.Run(clone, command);
            Assert.True(code == 0, $"{command} ended with {code}:\n{output}");
        }

        // What the page shows is what came out.
        var diff = CleanShell.Run(clone, "git diff HEAD detectkit/autotune -- samples/storefront/metrics/checkout_p95_latency.yml").Output;
        Assert.Contains(string.Join('\n', diff.Split('\n').Skip(2)).TrimEnd(), page, StringComparison.Ordinal);
        var report = File.ReadAllText(Path.Combine(clone, "samples", "storefront", "obj", "detectkit", "pull-request.md"));
        Assert.All(report.Split("<details>")[0].Split('\n').Where(l => l.StartsWith('|')), line => Assert.Contains(line, page, StringComparison.Ordinal));

        var files = CleanShell.Run(clone, "git diff --name-only HEAD detectkit/autotune").Output;
        Assert.Contains("samples/storefront/metrics/orders.yml", files, StringComparison.Ordinal);
        Assert.Equal("", CleanShell.Run(clone, "git status --porcelain").Output);
        Assert.True(File.Exists(Path.Combine(clone, "samples", "storefront", "obj", "detectkit", "pull-request.md")));
    }

    [Fact]
    public void The_test_command_of_the_readme_is_the_one_that_ci_runs()
    {
        var command = ReadmeCommands.TestCommand(File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "README.md")));

        Assert.Equal("dotnet test Detectkit.sln", command);
        Assert.Contains("\n" + command + " ", File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, ".ci", "run")), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
