using Detectkit.Build.Options;
using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Build.Inputs;

/// <summary>The labels that a metric is tuned with.</summary>
/// <param name="Source">Where they come from, relative to the project's root; <c>null</c> where there are none.</param>
/// <param name="FullPath">The file that holds them; <c>null</c> where there are none.</param>
/// <param name="Findings">What was found by this choice alone.</param>
internal sealed record ChosenLabels(IncidentLabels Labels, string? Source, string? FullPath, ValueList<Finding> Findings)
{
    public static ChosenLabels None { get; } = new(IncidentLabels.None, null, null, []);
}

/// <summary>Chooses labels: the build property over the metric's file over its inline incidents over the newest file of its folder.</summary>
internal static class LabelChoice
{
    private static readonly string[] Extensions = [".yml", ".yaml", ".json"];

    public static ChosenLabels Choose(MetricFile metric, ProjectInputs inputs, RunOptions options) =>
        (options.Incidents is { } asked ? Asked(metric, inputs, asked) : null) ?? Own(metric, inputs);

    /// <summary>The labels that a metric has whatever was asked for.</summary>
    public static ChosenLabels Own(MetricFile metric, ProjectInputs inputs)
    {
        if (inputs.LabelsFileOf(metric) is { } file)
        {
            return Of(metric, inputs, file) with { Findings = NotRead(metric, inputs, file.Path, "labels_file names another file") };
        }

        if (metric.Metric.Autotune?.Incidents is { } inline)
        {
            return new ChosenLabels(inline, metric.File.Path, metric.File.FullPath, NotRead(metric, inputs, null, "the metric has incidents of its own"));
        }

        return Newest(metric, inputs) ?? ChosenLabels.None;
    }

    /// <summary>The newest labels of a metric's folder <c>incidents/&lt;metric&gt;/</c>, whether or not they count.</summary>
    public static ChosenLabels? Newest(MetricFile metric, ProjectInputs inputs) =>
        inputs.NewestLabelsOf(metric) is { } newest ? Of(metric, inputs, newest) : null;

    private static ChosenLabels Of(MetricFile metric, ProjectInputs inputs, LabelReading file)
    {
        var reading = file.For(metric.DisplayName);
        return new ChosenLabels(
            reading.Labels ?? IncidentLabels.None, RelativePath.Of(inputs.Request.Root, file.Path), file.Path, [.. reading.Findings.Except(file.Findings)]);
    }

    // Whoever saved labels there means them to count.
    private static ValueList<Finding> NotRead(MetricFile metric, ProjectInputs inputs, string? read, string why)
    {
        if (inputs.NewestLabelsOf(metric) is not { } newest || newest.Path == read)
        {
            return [];
        }

        var path = RelativePath.Of(inputs.Request.Root, newest.Path);
        var message = $"the labels in '{path}' are not read, because {why}; write 'labels_file: {path}' to use them from now on, or tune with -p:AutotuneIncidents=incidents";
        return [metric.Finding(BuildRules.LabelsNotRead, message, metric.PlaceOf("autotune"))];
    }

    // Null where the folder is one of folders by metric and has none for this one.
    private static ChosenLabels? Asked(MetricFile metric, ProjectInputs inputs, string asked)
    {
        var request = inputs.Request;
        var path = Path.GetFullPath(asked, request.Root);
        if (Directory.Exists(Path.Combine(path, metric.DisplayName)))
        {
            path = Path.Combine(path, metric.DisplayName);
        }
        else if (inputs.Metrics.Any(m => Directory.Exists(Path.Combine(path, m.DisplayName))))
        {
            return null;
        }

        var file = Directory.Exists(path) ? NewestIn(path) : path;
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

    private static string? NewestIn(string folder) => Directory.EnumerateFiles(folder)
        .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
        .MaxBy(Path.GetFileName, StringComparer.Ordinal);

    private static ChosenLabels Refused(WorkerRequest request, string message) =>
        new(IncidentLabels.None, null, null, [request.Finding(BuildRules.LabelsUnreadable, message)]);
}
