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
        "label/labels-file.js", "label/history.js", "label/store.js", "label/commands.js", "label/drafts.js", "label/server.js", "label/files.js",
        "label/marks.js", "label/overview.js", "label/pointer.js", "label/keys.js", "label/rows.js", "label/incident-list.js",
        "label/suggestion-list.js", "label/file-dialogs.js", "label/page.js",
    ];

    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One HTML text that needs no other file; the same model gives the same text.</summary>
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
            JsonSerializer.Serialize(Data(model), Names),
            PageAssets.Script(Libraries, Scripts),
            model.IsServed).ToHtml();
    }

    // Read by label/store.js and label/files.js; times in milliseconds since 1970-01-01 UTC.
    private static object Data(LabelPageModel model) => new
    {
        model.Metric,
        model.File,
        model.DraftKey,
        model.Folder,
        model.FileName,
        model.TuneCommand,
        model.ComesBefore,
        Served = model.IsServed,
        Zone = model.Labels.Timezone,
        Start = model.StartMilliseconds,
        Interval = model.IntervalSeconds,
        Values = PackedSeries.Pack(model.Values.Span, PackedSeries.Fine),
        Detector = model.Detector is { } layer ? Data(layer) : null,
        model.OtherDetectors,
        Incidents = Data(model.Labels.Incidents),
        model.LabelSource,
        Hidden = Data(model.Hidden),
        model.HiddenSource,
        Suggestions = model.Suggestions.Select(s => new { s.First, s.Last, Severity = Hundredths(s.PeakSeverity), Above = s.IsAbove }),
    };

    private static object Data(DetectorLayer layer)
    {
        var flags = Enumerable.Range(0, layer.Flags.Length).Where(i => layer.Flags.Span[i]).ToList();
        return new
        {
            layer.Title,
            Lower = PackedSeries.Pack(layer.Lower.Span, PackedSeries.Outline),
            Upper = PackedSeries.Pack(layer.Upper.Span, PackedSeries.Outline),
            Flags = PackedIntegers.Pack([.. flags.Select(i => (long)i)]),
            Severities = PackedIntegers.Pack([.. flags.Select(i => Hundredths(layer.Severity.Span[i]))]),
        };
    }

    private static object Data(ValueList<Incident> incidents) =>
        incidents.OrderBy(i => i.Start).ThenBy(i => i.End).Select(i => new { Start = Milliseconds(i.Start), End = Milliseconds(i.End), Point = i.IsPoint, Label = i.Label ?? "" });

    // JSON has no infinity, and no severity is negative.
    private static long Hundredths(double severity) =>
        double.IsFinite(severity) ? (long)Math.Min(Math.Round(severity * 100), PackedIntegers.Limit) : -1;

    private static long Milliseconds(DateTime timestamp) => (long)(timestamp - DateTime.UnixEpoch).TotalMilliseconds;
}
