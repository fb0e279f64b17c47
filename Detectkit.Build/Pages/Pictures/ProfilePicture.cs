using Detectkit.Build.Pages.Evidence;

namespace Detectkit.Build.Pages.Pictures;

/// <summary>Draws a seasonal profile: the median of each season and the half of the values around it. Colours come from the page's style sheet.</summary>
internal static class ProfilePicture
{
    private const double Width = 420;
    private const double Height = 150;

    public static void Write(HtmlWriter html, SeasonalProfile profile)
    {
        var median = profile.Seasons.Select(s => s.Median).ToArray();
        var lower = profile.Seasons.Select(s => s.LowerQuartile).ToArray();
        var upper = profile.Seasons.Select(s => s.UpperQuartile).ToArray();
        var (low, high) = ValueRange.Of([.. median, .. lower, .. upper]);
        var area = new PlotArea(48, 8, Width - 56, Height - 30, median.Length, low, high);

        html.Open("svg.profile", ("viewBox", "0 0 420 150"), ("role", "img"), ("aria-label", "Usual values by " + profile.Component));
        foreach (var (tick, text) in area.Ticks(4))
        {
            var y = PlotArea.Number(area.Y(tick));
            html.Empty("line.grid", ("x1", PlotArea.Number(area.Left)), ("x2", PlotArea.Number(area.Right)), ("y1", y), ("y2", y));
            html.Element("text.tick", text, ("x", PlotArea.Number(area.Left - 6)), ("y", PlotArea.Number(area.Y(tick) + 4)), ("text-anchor", "end"));
        }

        html.Empty("path.quartiles", ("d", SeriesPath.Band(area, lower, upper))).Empty("path.median", ("d", SeriesPath.Line(area, median)));
        var every = Math.Max(1, (int)Math.Ceiling(median.Length / 12.0));
        for (var i = 0; i < median.Length; i += every)
        {
            html.Element("text.tick", profile.Seasons[i].Label, ("x", PlotArea.Number(area.X(i))), ("y", PlotArea.Number(Height - 6)), ("text-anchor", "middle"));
        }

        html.CloseLine();
    }
}
