using System.Text;
using System.Text.Json;
using Detectkit.Build.Pages.Packing;
using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Build.Pages.Labels;

/// <summary>Writes the page on which a metric's incidents are marked.</summary>
internal static class LabelPage
{
    private static readonly string[] Libraries = ["vendor/uPlot.iife.min.js", "vendor/js-yaml.min.js"];

    private static readonly string[] Scripts =
    [
        "shared/elements.js", "shared/theme.js", "shared/time.js", "shared/unpack.js", "shared/series-chart.js",
        "label/grid.js", "label/history.js", "label/labels-text.js", "label/labels-reader.js", "label/drafts.js", "label/server.js",
        "label/marks.js", "label/pointer.js", "label/keys.js", "label/incident-list.js", "label/suggestion-list.js",
        "label/export-dialog.js", "label/import-dialog.js", "label/overview.js", "label/page.js",
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="model">What it shows.</param>
    /// <returns>One HTML text that needs no other file; the same model gives the same text.</returns>
    /// <exception cref="ArgumentException">The series is empty.</exception>
    public static string Render(LabelPageModel model)
    {
        if (model.Values.IsEmpty)
        {
            throw new ArgumentException("A labelling page needs at least one point.", nameof(model));
        }

        return new PageShell(
            model.Metric + " · label incidents",
            PageAssets.Style("label/label.css"),
            PageAssets.Read("label/body.html"),
            Data(model),
            PageAssets.Script(Libraries, Scripts),
            model.IsServed).ToHtml();
    }

    private static string Data(LabelPageModel model)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("metric", model.Metric);
            json.WriteString("file", model.File);
            json.WriteString("draftKey", model.DraftKey);
            json.WriteString("folder", model.Folder);
            json.WriteString("fileName", model.FileName);
            json.WriteString("tuneCommand", model.TuneCommand);
            json.WriteString("comesBefore", model.ComesBefore);
            json.WriteBoolean("served", model.IsServed);
            json.WriteString("zone", model.Labels.Timezone);
            json.WriteNumber("start", model.StartMilliseconds);
            json.WriteNumber("interval", model.IntervalSeconds);
            json.WritePropertyName("values");
            PackedSeries.Pack(model.Values.Span, PackedSeries.Fine).Write(json);
            json.WritePropertyName("detector");
            WriteDetector(json, model.Detector);
            json.WriteNumber("otherDetectors", model.OtherDetectors);
            WriteIncidents(json, "incidents", model.Labels.Incidents);
            json.WriteString("labelSource", model.LabelSource);
            WriteIncidents(json, "hidden", model.Hidden);
            json.WriteString("hiddenSource", model.HiddenSource);
            json.WriteStartArray("suggestions");
            foreach (var suggestion in model.Suggestions)
            {
                json.WriteStartObject();
                json.WriteNumber("first", suggestion.First);
                json.WriteNumber("last", suggestion.Last);
                json.WriteNumber("severity", double.IsFinite(suggestion.PeakSeverity) ? Math.Round(suggestion.PeakSeverity, 2) : -1);
                json.WriteBoolean("above", suggestion.IsAbove);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WriteIncidents(Utf8JsonWriter json, string name, ValueList<Incident> incidents)
    {
        json.WriteStartArray(name);
        foreach (var incident in incidents.OrderBy(i => i.Start).ThenBy(i => i.End))
        {
            WriteIncident(json, incident);
        }

        json.WriteEndArray();
    }

    private static void WriteIncident(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject();
        json.WriteNumber("start", Milliseconds(incident.Start));
        json.WriteNumber("end", Milliseconds(incident.End));
        json.WriteBoolean("point", incident.IsPoint);
        json.WriteString("label", incident.Label ?? "");
        json.WriteEndObject();
    }

    private static void WriteDetector(Utf8JsonWriter json, DetectorLayer? layer)
    {
        if (layer is null)
        {
            json.WriteNullValue();
            return;
        }

        var points = new List<long>();
        var severities = new List<long>();
        for (var i = 0; i < layer.Flags.Length; i++)
        {
            if (layer.Flags.Span[i])
            {
                points.Add(i);
                severities.Add(Hundredths(layer.Severity.Span[i]));
            }
        }

        json.WriteStartObject();
        json.WriteString("title", layer.Title);
        json.WritePropertyName("lower");
        PackedSeries.Pack(layer.Lower.Span, PackedSeries.Outline).Write(json);
        json.WritePropertyName("upper");
        PackedSeries.Pack(layer.Upper.Span, PackedSeries.Outline).Write(json);
        json.WriteStartObject("flags");
        json.WriteNumber("n", points.Count);
        json.WriteString("bits", PackedIntegers.Pack([.. points]));
        json.WriteEndObject();
        json.WriteString("severities", PackedIntegers.Pack([.. severities]));
        json.WriteEndObject();
    }

    // JSON has no infinity, and no severity is negative.
    private static long Hundredths(double severity) =>
        double.IsFinite(severity) ? (long)Math.Min(Math.Round(severity * 100), PackedIntegers.Limit) : -1;

    private static long Milliseconds(DateTime stamp) => (long)(stamp - DateTime.UnixEpoch).TotalMilliseconds;
}
