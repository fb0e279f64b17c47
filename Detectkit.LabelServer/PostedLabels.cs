using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.LabelServer;

/// <summary>Reads labels as the tuner would before they reach the disk.</summary>
internal static class PostedLabels
{
    /// <summary>Reads posted labels.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="metric">The metric they are for.</param>
    /// <returns>The same labels in canonical form, or what is wrong with them in one line.</returns>
    public static (string? Labels, string? Problem) Read(string text, string metric)
    {
        var reading = LabelReader.Read("labels", text).For(metric);
        return reading.Labels is { } labels
            ? (LabelWriter.Write(labels with { Metric = metric }), null)
            : (null, reading.Findings.First(f => f.Rule.Severity == FindingSeverity.Error).Message);
    }
}
