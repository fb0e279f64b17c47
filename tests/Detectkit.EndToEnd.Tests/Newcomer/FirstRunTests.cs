using Detectkit.Build.Worker;
using Detectkit.Tests;

namespace Detectkit.Build.Newcomer;

/// <summary>The first run of what we hand out to begin with.</summary>
public sealed class FirstRunTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("detectkit-first-run-").FullName;

    [Theory]
    [InlineData("samples/storefront", 3)]
    [InlineData("templates/Detectkit.Templates/content/detectkit-metrics", 1)]
    public void Some_metrics_get_better_and_none_worse_in_any_column(string folder, int leastChanged)
    {
        foreach (var part in (string[])["metrics", "incidents", "data", "sql"])
        {
            Copy(Path.Combine(Recorded.RepositoryRoot, folder, part), Path.Combine(root, part));
        }

        using var dry = Tune(("AutotuneDryRun", "true"));
        var before = OnCallView.Of(root);
        using var run = Tune();
        var after = OnCallView.Of(root);

        var changed = before.Keys.Count(n => after[n].ToString() != before[n].ToString());
        Assert.True(changed >= leastChanged, $"{changed} changed");
        var worse = before.Keys.Where(n => !after[n].Whole.IsAsGoodAs(before[n].Whole) || !after[n].Newest.IsAsGoodAs(before[n].Newest));
        Assert.Equal([], worse.Select(n => $"{n}: {before[n]} -> {after[n]}"));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.Exists(from) ? Directory.GetFiles(from, "*", SearchOption.AllDirectories) : [])
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private WorkerRun Tune(params (string Name, string Value)[] properties)
    {
        var run = new WorkerRun(root, "obj/detectkit", properties);
        run.Autotune();
        Assert.False(run.Context.Log.HasErrors, run.Log);
        return run;
    }
}
