using BenchmarkDotNet.Running;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>
/// Runs the BenchmarkDotNet classes: all of them with a short job, unless the arguments say otherwise. Ratios this far from 1
/// need no longer ones.
/// </summary>
internal static class KernelRuns
{
    private static readonly string[] Choices = ["-f", "--filter", "--allCategories", "--anyCategories", "--list", "--info", "--help", "--version"];
    private static readonly string[] Jobs = ["-j", "--job"];

    // The iterations are shorter than usual too: the naive baselines take longer than that at a single call.
    private static readonly string[] ShortJob = ["--job", "short", "--iterationTime", "150"];

    /// <summary>Runs what the arguments choose.</summary>
    /// <returns>1 where a benchmark failed, as it does where its results differ from its baseline's.</returns>
    public static int Run(string[] arguments)
    {
        List<string> all = [.. arguments];
        all.AddRange(arguments.Any(a => Choices.Contains(NameOf(a))) ? [] : ["--filter", "*"]);
        all.AddRange(arguments.Any(a => Jobs.Contains(NameOf(a))) ? [] : ShortJob);

        // What it builds has been built with analyzers before, and its patience with a build is two minutes.
        Environment.SetEnvironmentVariable("RunAnalyzers", "false");
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(KernelRuns).Assembly).Run([.. all]);
        return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
    }

    private static string NameOf(string argument) => argument.Split('=')[0];
}
