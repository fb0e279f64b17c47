using Detectkit.Build.Inputs;

namespace Detectkit.Build.Labelling;

/// <summary>Where a metric's new labels go, and what tunes with them then.</summary>
/// <param name="Folder">The folder of an exported file, relative to the project's root with a slash at its end; empty for the root itself.</param>
/// <param name="FileName">The exported file's name.</param>
/// <param name="TuneExported">The command that tunes with the exported file.</param>
/// <param name="TuneSaved">The command that tunes with what the server saves into <c>incidents/&lt;metric&gt;/</c>.</param>
/// <param name="ComesBefore">The key of the metric's file that comes before its folder: <c>labels_file</c>, <c>incidents</c>, or <c>null</c>.</param>
internal sealed record LabelTarget(string Folder, string FileName, string TuneExported, string TuneSaved, string? ComesBefore)
{
    /// <summary>Where labels go: to the place of <c>labels_file</c>, else behind those that the metric's folder has.</summary>
    public static LabelTarget Of(MetricFile file, ProjectInputs inputs)
    {
        var tune = TuneCommand(file.DisplayName);
        var fromFolder = tune + " -p:AutotuneIncidents=incidents";
        if (file.Metric.Autotune?.LabelsFile is { } given)
        {
            var path = given.Replace('\\', '/');
            var cut = path.LastIndexOf('/') + 1;
            return new LabelTarget(path[..cut], path[cut..], tune, fromFolder, "labels_file");
        }

        var newest = Path.GetFileNameWithoutExtension(inputs.NewestLabelsOf(file)?.Path);
        var (folder, name) = ("incidents/" + file.DisplayName + "/", newest is null ? "labels.yml" : newest + "_2.yml");
        return file.Metric.Autotune?.Incidents is null
            ? new LabelTarget(folder, name, tune, tune, null)
            : new LabelTarget(folder, name, fromFolder, fromFolder, "incidents");
    }

    /// <summary>The command that tunes a metric with the labels it has.</summary>
    public static string TuneCommand(string metric) => "dotnet build -t:Autotune -p:AutotuneSelect=" + metric;
}
