using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Emission;

/// <summary>A tuned file, or why there is none.</summary>
/// <param name="FileName">The file's name without a folder; null on failure.</param>
/// <param name="Text">The whole text; null on failure.</param>
/// <param name="Finding">Why nothing can be written; null on success.</param>
public sealed record EmissionOutcome(string? FileName, string? Text, Finding? Finding)
{
    internal static EmissionOutcome Fail(string path, SourceSpan span, string message) => new(null, null, new Finding(Rules.TunedTextRefused, path, span, message));
}

/// <summary>Reads emitted text again: it must be the metric that was meant, to the last field.</summary>
internal static class Proofreading
{
    /// <summary>What is wrong with a text, or null where it reads as intended.</summary>
    public static string? Differs(MetricConfig intended, string text)
    {
        var reading = MetricReader.Read(intended.FilePath, text);
        if (reading.Metric is not { } metric)
        {
            var first = reading.Findings.First(f => f.Rule.Severity == FindingSeverity.Error);
            return "its line " + first.Span.Start.Line.ToString(System.Globalization.CultureInfo.InvariantCulture) + " would be refused (" + first.Rule.Id + ": " + first.Message + ")";
        }

        return WithoutPlaces(metric) == WithoutPlaces(intended) ? null : "it would not read as the tuned metric";
    }

    // The reader knows no folders, and inline incidents know their line, which moves.
    private static MetricConfig WithoutPlaces(MetricConfig metric) => metric.Autotune?.Incidents is not { } labels
        ? metric with { FilePath = "" }
        : metric with
        {
            FilePath = "",
            Autotune = metric.Autotune with
            {
                Incidents = labels with { Incidents = labels.Incidents.Select(i => i with { Position = default }).ToValueList<Incident>() },
            },
        };
}
