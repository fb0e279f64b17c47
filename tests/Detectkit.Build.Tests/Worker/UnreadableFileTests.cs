namespace Detectkit.Build.Worker;

public sealed class UnreadableFileTests : IDisposable
{
    private readonly MadeProject project = new();

    [Theory]
    [InlineData("metrics/broken.yml")]
    [InlineData("incidents/broken.yml")]
    public void A_file_that_cannot_be_read_is_an_error_of_its_own(string path)
    {
        var full = Path.Combine(project.Root, path);
        File.CreateSymbolicLink(full, Path.Combine(project.Root, "nowhere.yml"));

        using var run = project.Tune("*", ("AutotuneDryRun", "false"), ("AutotuneCommit", "true"));

        Assert.Contains($"{full} : error DTK0304: the file cannot be read: ", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("git", run.Log, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();
}
