using System.Diagnostics;
using System.Globalization;
using Detectkit.Generators.Tests;
using Microsoft.CodeAnalysis;

namespace Detectkit.Benchmarks;

/// <summary>What the source generator costs in a project of many metrics: first run, and again after one edit.</summary>
internal static class GeneratorTable
{
    private const int Metrics = 1_000;
    private const int Rounds = 15;
    private const string Edited = "metrics/m500.yml";

    public static int Print(TextWriter output)
    {
        var project = Enumerable.Range(0, Metrics).Aggregate(
            new MetricsProject(), (project, i) => project.With($"metrics/m{i}.yml", Metric($"m{i}", 3.5)));
        var compilation = project.NewCompilation();
        var (cold, warm, csharp) = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < Rounds; round++)
        {
            GeneratorDriver driver = project.NewDriver(tracksSteps: false);
            cold = Math.Min(cold, Milliseconds(() => driver = driver.RunGenerators(compilation)));
            var after = project.With(Edited, Metric("m500", 3.6 + round));
            var (old, now) = (project.Files.Single(f => f.RelativePath == Edited), after.Files.Single(f => f.RelativePath == Edited));
            driver = driver.ReplaceAdditionalText(old, now);
            warm = Math.Min(warm, Milliseconds(() => driver = driver.RunGenerators(compilation)));
            var edited = (project with { Code = "class Added;" }).NewCompilation();
            csharp = Math.Min(csharp, Milliseconds(() => driver = driver.RunGenerators(edited)));
        }

        output.WriteLine("| 1,000 metrics | ms |");
        output.WriteLine("|---|---:|");
        output.WriteLine(Row("first run", cold));
        output.WriteLine(Row("after an edit of one metric", warm));
        output.WriteLine(Row("after an edit of C#", csharp));
        return 0;
    }

    private static string Row(string name, double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"| {name} | {milliseconds:0.0} |");

    private static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string Metric(string name, double threshold) => string.Create(CultureInfo.InvariantCulture, $$$"""
        name: {{{name}}}
        description: A metric among many
        tags: [one, two]
        interval: 5min
        query: SELECT timestamp, value FROM 'data.csv' WHERE timestamp >= '{{ dtk_start_time }}' AND timestamp < '{{ dtk_end_time }}'
        seasonality_columns: [hour, day_of_week]
        detectors:
          - type: mad
            params: {threshold: {{{threshold}}}, window_size: 288, seasonality_components: [hour]}
        alerting:
          consecutive_anomalies: 2

        """);
}
