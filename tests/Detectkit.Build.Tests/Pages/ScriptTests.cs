using System.Diagnostics;
using Detectkit.Build.Git;

namespace Detectkit.Build.Tests.Pages;

public sealed class ScriptTests
{
    /// <summary>Those in <c>tests/Scripts</c>, by node's own runner; without a browser they are what tells which script is wrong.</summary>
    [ProgramFact("node", "nodejs")]
    public async Task The_scripts_of_the_pages_pass_their_own_tests()
    {
        var start = new ProcessStartInfo("node", ["--test"]) { WorkingDirectory = Path.Combine(Recorded.RepositoryRoot, "tests", "Scripts"), RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, output);
        Assert.DoesNotContain("# pass 0", output, StringComparison.Ordinal);
    }
}
