using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Yaml.Editing;
using Detectkit.Yaml;

namespace Detectkit.Emission;

/// <summary>
/// The tuned metric in its own file: an edit of the text, small enough to review. Comments, order, quoting, style, line breaks and all
/// else that tuning has nothing to say about stay as they are.
/// </summary>
public static class InPlaceEmission
{
    private const string ByteOrderMark = "\uFEFF";

    /// <summary>Edits a metric's text and reads it again. Editing the edited text with the same result changes nothing.</summary>
    /// <param name="originalText">The file's text, with its byte order mark if it has one.</param>
    /// <param name="reading">What reading that text gave.</param>
    /// <param name="result">What tuning found.</param>
    /// <param name="arguments">What the command in the header needs besides the metric's name; see <see cref="TunedHeader"/>.</param>
    /// <returns>The whole edited text under the file's own name; a finding where no edit would read as the tuned metric.</returns>
    public static EmissionOutcome Edit(string originalText, MetricReading reading, AutotuneResult result, string arguments = "")
    {
        if (reading.Metric is not { } read || reading.Root is not { } root)
        {
            return EmissionOutcome.Fail(reading.Path, reading.NameSpan, "The file has errors; a metric must be valid to be tuned.");
        }

        var metric = read.FilePath.Length > 0 ? read : read with { FilePath = reading.Path };
        var mark = originalText.StartsWith(ByteOrderMark, StringComparison.Ordinal) ? ByteOrderMark : "";
        var text = originalText[mark.Length..];
        if (YamlReader.Read(text).Root is not { } document)
        {
            return EmissionOutcome.Fail(reading.Path, SourceSpan.FileStart, "The text is not the one that was read.");
        }

        var intended = TunedMetric.InPlace(metric, result);
        var metricTree = NestedAt(document, root.Span);
        var tunedTree = metricTree is null ? null : new TunedTree(metric, intended, result).Edit(metricTree);
        if (metricTree is null || tunedTree is null)
        {
            return EmissionOutcome.Fail(reading.Path, SourceSpan.FileStart, "The text is not the one that was read.");
        }

        var header = TunedHeader.Lines(metric, result, arguments);
        var edited = DocumentEdit.Apply(text, document, Nest(document, metricTree, tunedTree), file => HeaderPlacement.Put(file, document.Span.Start.Index, header));
        var fault = edited is null ? "no edit of it would mean that and nothing else" : Proofreading.Differs(intended, edited);
        return fault is null
            ? new EmissionOutcome(Path.GetFileName(reading.Path), mark + edited, null)
            : EmissionOutcome.Fail(
                reading.Path, reading.NameSpan, "The tuned detector cannot be written into this file: " + fault + ". Write detectors and alerting plainly, without aliases or merges.");
    }

    /// <summary>Whether a metric already says what tuning found. Only detectors, their parameters and the alert rule count, never a header.</summary>
    /// <param name="metric">The metric as its file has it.</param>
    /// <param name="result">What tuning found.</param>
    /// <returns>True if there is nothing to change.</returns>
    public static bool IsSame(MetricConfig metric, AutotuneResult result)
    {
        var tuned = TunedMetric.InPlace(metric, result);
        return tuned.Detectors.Select(DetectorId.Of).SequenceEqual(metric.Detectors.Select(DetectorId.Of)) && tuned.Alerting.Equals(metric.Alerting);
    }

    // The metric may be the document itself or stand under the key `metric`.
    private static YamlMapping? NestedAt(YamlNode document, SourceSpan span) => document is not YamlMapping mapping
        ? null
        : mapping.Span == span ? mapping : mapping.Entries.Select(e => e.Value).OfType<YamlMapping>().LastOrDefault(v => v.Span == span);

    private static YamlMapping Nest(YamlNode document, YamlMapping metric, YamlMapping tuned) => ReferenceEquals(document, metric)
        ? tuned
        : (YamlMapping)document with
        {
            Entries = ((YamlMapping)document).Entries.Select(e => ReferenceEquals(e.Value, metric) ? e with { Value = tuned } : e).ToList(),
        };
}
