using Detectkit.Build.Worker.Options;
using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Build.Worker.Inputs;

/// <summary>The labels that a metric is tuned with.</summary>
/// <param name="Labels">The labels.</param>
/// <param name="Source">Where they come from, relative to the project's root; <c>null</c> where there are none.</param>
/// <param name="FullPath">The file that holds them; <c>null</c> where there are none.</param>
/// <param name="Findings">What was found in a file that only this choice has read.</param>
internal sealed record ChosenLabels(IncidentLabels Labels, string? Source, string? FullPath, ValueList<Finding> Findings);

/// <summary>Chooses labels: the build property over the metric's file over its inline incidents.</summary>
internal static class LabelChoice
{
    private static readonly string[] Extensions = [".yml", ".yaml", ".json"];

    /// <summary>Chooses a metric's labels.</summary>
    /// <param name="metric">The metric, which is valid.</param>
    /// <param name="inputs">The project.</param>
    /// <param name="options">What the user asked for.</param>
    /// <returns>The labels; with an error among the findings where they cannot be used.</returns>
    public static ChosenLabels Choose(MetricFile metric, ProjectInputs inputs, RunOptions options)
    {
        if (options.Incidents is { } asked)
        {
            return Asked(metric, inputs.Request, asked);
        }

        if (inputs.LabelsFileOf(metric) is { } file)
        {
            var reading = file.For(metric.DisplayName);
            return new ChosenLabels(reading.Labels ?? IncidentLabels.None, RelativePath.Of(inputs.Request.Root, file.Path), file.Path, []);
        }

        return metric.Metric.Autotune?.Incidents is { } inline
            ? new ChosenLabels(inline, metric.File.Path, metric.File.FullPath, [])
            : new ChosenLabels(IncidentLabels.None, null, null, []);
    }

    private static ChosenLabels Asked(MetricFile metric, WorkerRequest request, string asked)
    {
        var path = Path.GetFullPath(asked, request.Root);
        if (Directory.Exists(Path.Combine(path, metric.DisplayName)))
        {
            path = Path.Combine(path, metric.DisplayName);
        }

        var file = Directory.Exists(path) ? Newest(path) : path;
        if (file is null || !File.Exists(file))
        {
            var what = file is null ? "holds no .yml, .yaml or .json file" : "does not exist";
            return Refused(request, $"the property AutotuneIncidents must name a labels file or a folder of them; '{asked}' {what}");
        }

        try
        {
            var reading = LabelReader.Read(file, File.ReadAllBytes(file)).For(metric.DisplayName);
            return new ChosenLabels(reading.Labels ?? IncidentLabels.None, RelativePath.Of(request.Root, file), file, reading.Findings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(request, $"the labels file '{asked}' cannot be read: {e.Message}");
        }
    }

    private static string? Newest(string folder) => Directory.EnumerateFiles(folder)
        .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
        .MaxBy(Path.GetFileName, StringComparer.Ordinal);

    private static ChosenLabels Refused(WorkerRequest request, string message) =>
        new(IncidentLabels.None, null, null, [new Finding(BuildRules.LabelsUnreadable, request.ProjectPath, SourceSpan.FileStart, message)]);
}
