namespace Detectkit.Build.Worker;

public sealed class ParallelTests : IDisposable
{
    private readonly MadeProject project = new();

    [Fact]
    public void The_number_of_threads_changes_no_byte()
    {
        var one = project.Files(project.Tune("*", ("AutotuneIgnoreCache", "true"), ("AutotuneMaxParallel", "1")).Log);
        var many = project.Files(project.Tune("*", ("AutotuneIgnoreCache", "true"), ("AutotuneMaxParallel", "8")).Log);

        Assert.Equal(one, many);
    }

    public void Dispose() => project.Dispose();
}
