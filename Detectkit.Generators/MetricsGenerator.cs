using System.Text;
using Detectkit.Generators.Diagnostics;
using Detectkit.Generators.Emission;
using Detectkit.Generators.Naming;
using Detectkit.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Detectkit.Generators;

/// <summary>
/// Makes a class of every metric file of the project and reports what is wrong with the files. Each step's result compares by value, so
/// that an edit goes only as far as it matters: a comment to the reader, a threshold to one class, a name to the index.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class MetricsGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellation) => AdditionalFile.Read(pair.Left, pair.Right, cancellation))
            .Where(static file => file is not null)
            .Select(static (file, _) => file!)
            .WithTrackingName(Step.Files);
        var readings = files
            .Select(static (file, cancellation) => FileReading.Read(file, cancellation))
            .WithTrackingName(Step.Readings);
        var metrics = readings
            .Where(static reading => reading.Metric is not null)
            .Select(static (reading, _) => reading.Metric!)
            .WithTrackingName(Step.Metrics);
        var plan = metrics
            .Where(static metric => metric.Name is not null)
            .Select(static (metric, _) => new NamedMetric(metric.FilePath, metric.Name!, metric.Metric is not null))
            .Collect()
            .Select(static (named, _) => ClassPlan.Create(named))
            .WithTrackingName(Step.Plan);
        var consumer = Consumer.Read(context);

        ReportFindings(context, readings, metrics, consumer);
        GenerateClasses(context, metrics, plan, consumer);
        GenerateIndex(context, plan, consumer);
    }

    private static void ReportFindings(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<FileReading> readings,
        IncrementalValuesProvider<MetricSource> metrics,
        IncrementalValueProvider<Consumer> consumer)
    {
        var ofFiles = readings.Select(static (reading, _) => reading.Findings).WithTrackingName(Step.FileFindings);
        var ofProject = readings
            .Select(static (reading, _) => reading.Part)
            .Collect()
            .Select(static (parts, _) => ProjectPart.Check(parts))
            .WithTrackingName(Step.ProjectFindings);
        var ofConsumer = metrics
            .Collect()
            .Select(static (metrics, _) => metrics.Length > 0)
            .Combine(consumer)
            .Select(static (pair, _) => pair.Left ? pair.Right.Findings() : []);
        context.RegisterSourceOutput(ofFiles, FindingReporter.Report);
        context.RegisterSourceOutput(ofProject, FindingReporter.Report);
        context.RegisterSourceOutput(ofConsumer, FindingReporter.Report);
    }

    private static void GenerateClasses(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<MetricSource> metrics,
        IncrementalValueProvider<ClassPlan> plan,
        IncrementalValueProvider<Consumer> consumer)
    {
        var classes = metrics
            .Combine(plan)
            .Select(static (pair, _) => (Metric: pair.Left, Planned: pair.Right.Find(pair.Left.FilePath)))
            .Where(static pair => pair.Planned is not null)
            .Combine(consumer)
            .WithTrackingName(Step.Classes);
        context.RegisterSourceOutput(classes, static (output, pair) =>
        {
            var ((metric, planned), consumer) = pair;
            if (consumer.CanUseGeneratedCode)
            {
                output.AddSource(planned!.HintName, Source(metric.ToSource(planned, consumer)));
            }
        });
    }

    private static void GenerateIndex(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ClassPlan> plan, IncrementalValueProvider<Consumer> consumer)
    {
        context.RegisterSourceOutput(plan.Combine(consumer).WithTrackingName(Step.Index), static (output, pair) =>
        {
            var (plan, consumer) = pair;
            if (consumer.CanUseGeneratedCode && plan.Classes.Any())
            {
                output.AddSource(ClassPlan.IndexHintName, Source(MetricClass.WriteIndex(plan.Classes.Where(c => c.IsValid), consumer.RootNamespace)));
            }
        });
    }

    private static SourceText Source(string text) => SourceText.From(text, Encoding.UTF8);
}

/// <summary>Names of the pipeline's steps, by which tests and benchmarks see what was run again.</summary>
internal static class Step
{
    public const string Files = "Files";
    public const string Readings = "Readings";
    public const string FileFindings = "FileFindings";
    public const string Metrics = "Metrics";
    public const string Plan = "Plan";
    public const string Classes = "Classes";
    public const string Index = "Index";
    public const string ProjectFindings = "ProjectFindings";
}
