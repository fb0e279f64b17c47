using System.Globalization;
using Detectkit.Build.Pages.Pictures;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>
/// Draws a metric's band before and after as one SVG file, for a pull request: such files are shown without scripts, fonts or style sheets
/// of a page, on white or on black.
/// </summary>
internal static class BandPicture
{
    private const double Width = 960;
    private const double PanelHeight = 170;
    private const double Left = 56;
    private const double TitleHeight = 30;

    /// <summary>Null where there is nothing to draw; the same metric gives the same text.</summary>
    public static string? Render(MetricEvidence metric)
    {
        var panels = new[] { ("current", metric.Before), ("proposed", metric.After) }.Where(p => p.Item2 is not null).ToList();
        if (metric.Series is not { Count: > 0 } series || panels.Count == 0)
        {
            return null;
        }

        var height = 44 + (panels.Count * (TitleHeight + PanelHeight)) + 26;
        var svg = new HtmlWriter();
        svg.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", FormattableString.Invariant($"0 0 {Width} {height}")),
            ("width", PlotArea.Number(Width)),
            ("height", PlotArea.Number(height)),
            ("font-family", "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"),
            ("font-size", "12"),
            ("role", "img")).Line();
        svg.Element("title", metric.Metric + ": bands of the current and the proposed detector").Line();
        svg.Empty("rect", ("width", PlotArea.Number(Width)), ("height", PlotArea.Number(height)), ("rx", "8"), ("fill", "#ffffff"), ("stroke", "#d6dbe4")).Line();
        svg.Element("text", metric.Metric, ("x", "16"), ("y", "28"), ("font-size", "16"), ("font-weight", "600"), ("fill", "#171b24")).Line();
        WriteLegend(svg, metric.IsLabelled);

        var bounds = panels.SelectMany(p => new[] { p.Item2!.Layer.Lower, p.Item2.Layer.Upper }).ToArray();
        var (low, high) = ValueRange.Of(series.Values, bounds);
        var top = 44.0;
        foreach (var (title, detector) in panels)
        {
            var area = new PlotArea(Left, top + TitleHeight, Width - Left - 16, PanelHeight, series.Count, low, high);
            WritePanel(svg, area, title, detector!, metric, series);
            top += TitleHeight + PanelHeight;
        }

        WriteTimeAxis(svg, new PlotArea(Left, 0, Width - Left - 16, 1, series.Count, 0, 1), top + 16, series);
        return svg.CloseLine().ToString();
    }

    private static void WriteLegend(HtmlWriter svg, bool isLabelled)
    {
        var x = 470.0;
        foreach (var (text, colour) in new[] { ("band", "#a9c1f0"), ("caught", "#8fd0b1"), ("missed", "#f0a3ae"), (isLabelled ? "false alert" : "alert", "#e07b00"), ("hold-out", "#e3d8f5") })
        {
            svg.Empty("rect", ("x", PlotArea.Number(x)), ("y", "18"), ("width", "12"), ("height", "12"), ("rx", "3"), ("fill", colour));
            svg.Element("text", text, ("x", PlotArea.Number(x + 17)), ("y", "28"), ("fill", "#566074"));
            x += 36 + (text.Length * 6.4);
        }

        svg.Line();
    }

    private static void WritePanel(HtmlWriter svg, PlotArea area, string title, DetectorEvidence detector, MetricEvidence metric, MetricSeries series)
    {
        var tally = detector.Whole;
        var numbers = metric.Labels.Incidents.Count > 0
            ? FormattableString.Invariant($"{tally.Caught} of {tally.Caught + tally.Missed} caught, ")
            : "";
        svg.Open("text", ("x", "16"), ("y", PlotArea.Number(area.Top - 10)), ("fill", "#171b24"));
        svg.Element("tspan", title, ("font-weight", "600")).Text("  " + detector.Layer.Title + " · " + numbers + EvidenceNumbers.PerWeek(tally.FalseAlertsPerWeek) + (metric.IsLabelled ? " false alerts a week" : " alerts a week"));
        svg.CloseLine();

        foreach (var (tick, text) in area.Ticks(4))
        {
            var y = PlotArea.Number(area.Y(tick));
            svg.Empty("line", ("x1", PlotArea.Number(area.Left)), ("x2", PlotArea.Number(area.Right)), ("y1", y), ("y2", y), ("stroke", "#e7eaf0"));
            svg.Element("text", text, ("x", PlotArea.Number(area.Left - 6)), ("y", PlotArea.Number(area.Y(tick) + 4)), ("text-anchor", "end"), ("fill", "#566074"));
        }

        if (metric.HoldOut is { Length: > 0 } held)
        {
            WriteSpan(svg, area, held.Start, held.End, "#7c46c8", "0.10");
        }

        for (var i = 0; i < metric.Labels.Incidents.Count; i++)
        {
            var range = GroundTruth.PointsOf(metric.Labels.Incidents[i], series);
            if (range.Length > 0)
            {
                WriteSpan(svg, area, range.Start, range.End, detector.Alerts.Delays[i] is null ? "#d02b45" : "#118754", "0.28");
            }
        }

        svg.Empty("path", ("d", SeriesPath.Band(area, detector.Layer.Lower.Span, detector.Layer.Upper.Span)), ("fill", "#3a6edc"), ("fill-opacity", "0.28")).Line();
        svg.Empty("path", ("d", SeriesPath.Line(area, series.Values)), ("fill", "none"), ("stroke", "#27344d"), ("stroke-width", "1"), ("stroke-linejoin", "round")).Line();
        foreach (var alarm in detector.Alerts.FalseAlerts)
        {
            var x = area.X((alarm.Start + alarm.End - 1) / 2.0);
            svg.Empty("path", ("d", FormattableString.Invariant($"M{PlotArea.Number(x - 4)} {PlotArea.Number(area.Top)}h8l-4 7Z")), ("fill", "#e07b00"));
        }

        svg.Line();
    }

    private static void WriteSpan(HtmlWriter svg, PlotArea area, int start, int end, string colour, string opacity)
    {
        var (left, right) = (area.X(start - 0.5), area.X(end - 0.5));
        var missing = Math.Max(0, 2 - (right - left)) / 2;
        svg.Empty(
            "rect",
            ("x", PlotArea.Number(left - missing)),
            ("y", PlotArea.Number(area.Top)),
            ("width", PlotArea.Number(right - left + (2 * missing))),
            ("height", PlotArea.Number(area.Height)),
            ("fill", colour),
            ("fill-opacity", opacity)).Line();
    }

    private static void WriteTimeAxis(HtmlWriter svg, PlotArea area, double y, MetricSeries series)
    {
        const int Labels = 7;
        for (var i = 0; i < Labels; i++)
        {
            var point = (int)((long)(series.Count - 1) * i / (Labels - 1));
            var anchor = i == 0 ? "start" : i == Labels - 1 ? "end" : "middle";
            var isShort = (double)series.Count * series.IntervalSeconds < 4 * 86_400;
            var text = series.StampAt(point).ToString(isShort ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
            svg.Element("text", text, ("x", PlotArea.Number(area.X(point))), ("y", PlotArea.Number(y)), ("text-anchor", anchor), ("fill", "#566074"));
        }

        svg.Line();
    }
}
