extern alias generator;
using generator::Detectkit.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Detectkit.Generators.Tests;

public class IncrementalTests
{
    private const string Metric = """
        name: NAME
        interval: 5min
        query: SELECT timestamp, value FROM 'data.csv' WHERE timestamp >= '{{ dtk_start_time }}' AND timestamp < '{{ dtk_end_time }}'
        detectors:
          - type: mad
            params: {threshold: 3.5}
        autotune: {labels_file: incidents/NAME.yml}

        """;

    private const string Labels = "incidents:\n  - {start: \"2026-05-02 14:00:00\", end: \"2026-05-02 16:30:00\"}\n";

    [Fact]
    public void An_edit_of_csharp_runs_nothing_again()
    {
        var project = Project(3);

        var rerun = Rerun(project, project with { Code = "class Added;" });

        Assert.Empty(rerun);
    }

    [Fact]
    public void A_comment_in_a_metric_file_stops_at_the_reader()
    {
        var project = Project(3);

        var rerun = Rerun(project, project.With("metrics/m1.yml", "# Seen by nobody.\n" + MetricNamed("m1")));

        Assert.Equal(1, rerun[Step.Files]);
        Assert.DoesNotContain(Step.Metrics, rerun);
        Assert.DoesNotContain(Step.Classes, rerun);
        Assert.DoesNotContain(Step.Index, rerun);
        Assert.DoesNotContain("SourceOutput", rerun);
    }

    [Fact]
    public void An_edit_of_one_metric_of_a_thousand_makes_one_class_again()
    {
        var project = Project(1000);

        var rerun = Rerun(project, project.With("metrics/m500.yml", MetricNamed("m500").Replace("3.5", "4.5", StringComparison.Ordinal)));

        Assert.Equal(1, rerun[Step.Readings]);
        Assert.Equal(1, rerun[Step.Classes]);
        Assert.DoesNotContain(Step.Index, rerun);
        Assert.Equal(1, rerun["SourceOutput"]);
    }

    [Fact]
    public void A_new_name_makes_one_class_and_the_index_again()
    {
        var project = Project(10);

        var rerun = Rerun(project, project.With("metrics/m5.yml", MetricNamed("renamed")));

        Assert.Equal(1, rerun[Step.Readings]);
        Assert.Equal(1, rerun[Step.Classes]);
        Assert.Equal(1, rerun[Step.Index]);
    }

    [Fact]
    public void An_edit_of_a_label_file_makes_no_class_again()
    {
        var project = Project(3);

        var rerun = Rerun(project, project.With("incidents/m1.yml", Labels + "# more\n", "incidents"));

        Assert.DoesNotContain(Step.Readings, rerun);
        Assert.DoesNotContain(Step.Classes, rerun);
        Assert.DoesNotContain("SourceOutput", rerun);
    }

    private static MetricsProject Project(int metrics) => Enumerable.Range(1, metrics).Aggregate(
        new MetricsProject(),
        (project, number) => project
            .With($"metrics/m{number}.yml", MetricNamed($"m{number}"))
            .With($"incidents/m{number}.yml", Labels, "incidents"));

    private static string MetricNamed(string name) => Metric.Replace("NAME", name, StringComparison.Ordinal);

    /// <summary>How many results of each step differ from those before the edit, or are new.</summary>
    private static Dictionary<string, int> Rerun(MetricsProject before, MetricsProject after)
    {
        GeneratorDriver driver = before.NewDriver();
        driver = driver.RunGenerators(before.NewCompilation());
        Assert.Empty(driver.GetRunResult().Diagnostics);
        foreach (var (old, now) in before.Files.OrderBy(f => f.Path, StringComparer.Ordinal).Zip(after.Files.OrderBy(f => f.Path, StringComparer.Ordinal)))
        {
            driver = ReferenceEquals(old, now) ? driver : driver.ReplaceAdditionalText(old, now);
        }

        var compilation = (CSharpCompilation)before.NewCompilation();
        var result = driver.RunGenerators(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], after.NewCompilation().SyntaxTrees[0])).GetRunResult().Results.Single();
        return result.TrackedSteps
            .Where(step => typeof(Step).GetFields().Any(f => (string)f.GetRawConstantValue()! == step.Key))
            .Concat(result.TrackedOutputSteps)
            .Select(step => (step.Key, Count: step.Value.SelectMany(run => run.Outputs).Count(IsRerun)))
            .Where(step => step.Count > 0)
            .ToDictionary(step => step.Key, step => step.Count);
    }

    private static bool IsRerun((object Value, IncrementalStepRunReason Reason) output) =>
        output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
}
