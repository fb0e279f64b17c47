using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Configuration.Yaml;
using Detectkit.Emission.Editing;
using Detectkit.Emission.Writing;

namespace Detectkit.Emission;

/// <summary>
/// The tuned metric in its own file: an edit of the text, small enough to review. Comments, order, quoting, style, line breaks and all
/// else that tuning has nothing to say about stay as they are.
/// </summary>
public static class InPlaceEmission
{
    private const string ByteOrderMark = "\uFEFF";
    private const int UsualStep = 2;
    private const int WidestStep = 8;

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
        var tunedTree = metricTree is null ? null : new TunedTree(metric, intended, result).Of(metricTree);
        if (metricTree is null || tunedTree is null)
        {
            return EmissionOutcome.Fail(reading.Path, SourceSpan.FileStart, "The text is not the one that was read.");
        }

        var header = TunedHeader.Lines(metric, result, arguments);
        var fault = "";
        foreach (var attempt in new[] { tunedTree, WrittenAnew(metricTree, tunedTree, ["detectors"]), WrittenAnew(metricTree, tunedTree, TunedTree.TouchedFields) })
        {
            var tuned = Nest(document, metricTree, attempt);
            var edited = EditText(text, document, tuned, header);
            fault = edited is null ? "its edits would overlap" : Proofread(intended, tuned, edited);
            if (fault is null)
            {
                return new EmissionOutcome(Path.GetFileName(reading.Path), mark + edited, null);
            }
        }

        return EmissionOutcome.Fail(
            reading.Path, reading.NameSpan, "The tuned detector cannot be written into this file: " + fault + ". Write detectors and alerting plainly, without aliases or merges.");
    }

    private static string? Proofread(MetricConfig intended, YamlNode tuned, string edited)
    {
        if (Proofreading.Differs(intended, edited) is { } difference)
        {
            return difference;
        }

        return YamlReader.Read(edited).Root is { } root && NodeMeaning.Same(tuned, root) ? null : "keys that are not a metric's own would change";
    }

    private static string? EditText(string text, YamlNode document, YamlNode tuned, ValueList<string> header)
    {
        // An edit may come behind the last line; without a break there it gets one for the time being.
        var newLine = new FileText(text).NewLine;
        var isCut = text.Length > 0 && !FileText.IsBreak(text[^1]);
        var file = new FileText(isCut ? text + newLine : text);
        var tokens = new YamlTokens(file.Text);
        var writer = new NodeText(newLine, Step(document), IsJson(document, text));
        var editor = new TreeEditor(file, tokens, writer, isCut);
        editor.Change(document, tuned, new NodeSpot(IsFlow: false, 0, IsItem: false));
        var edits = editor.Edits.ToList();
        edits.AddRange(AnchorMove.After(file, tokens, document, edits, editor.Changed, writer));
        edits.AddRange(HeaderPlacement.Put(file, document.Span.Start.Index, header));
        var edited = TextEdit.Apply(file.Text, edits);
        return isCut ? edited?.TrimEnd('\r', '\n') : edited;
    }

    // Some fields as new nodes, for files in which they cannot be edited in parts.
    private static YamlMapping WrittenAnew(YamlMapping metric, YamlMapping tuned, IEnumerable<string> fields) => tuned with
    {
        Entries = tuned.Entries
            .Select(e => fields.Any(f => MappingChange.IsKey(e, f)) && !metric.Entries.Contains(e) ? e with { Value = e.Value with { Span = default } } : e)
            .ToList(),
    };

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

    // What the file itself indents by: the first nested block.
    private static int Step(YamlNode document) => document is YamlMapping mapping
        ? mapping.Entries
            .Where(e => e.Value is YamlMapping { IsFlow: false, Alias: null, Entries.Count: > 0 } && e.Key.Span.Start.Line > 0)
            .Select(e => ((YamlMapping)e.Value).Entries[0].Key.Span.Start.Column - e.Key.Span.Start.Column)
            .FirstOrDefault(s => s is > 0 and <= WidestStep, UsualStep)
        : UsualStep;

    private static bool IsJson(YamlNode document, string text) =>
        document is YamlMapping { IsFlow: true, Entries: [{ Key: var key }, ..] } && text[key.Span.Start.Index] == '"';
}
