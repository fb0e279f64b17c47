using System.Globalization;
using Detectkit.Build.Pages.Evidence;

namespace Detectkit.Build.Pages.Pictures;

/// <summary>Draws a seasonal profile: the median of each season and the half of the values around it. Colours come from the page's style sheet.</summary>
internal static class ProfilePicture
{
    private const double Width = 420;
    private const double Height = 150;

    /// <summary>Writes the picture as an SVG element.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="profile">The profile, with at least one season.</param>
    public static void Write(HtmlWriter html, SeasonalProfile profile)
    {
        var median = profile.Seasons.Select(s => s.Median).ToArray();
        var lower = profile.Seasons.Select(s => s.LowerQuartile).ToArray();
        var upper = profile.Seasons.Select(s => s.UpperQuartile).ToArray();
        var (low, high) = ValueRange.Of([.. median, .. lower, .. upper]);
        var area = new PlotArea(48, 8, Width - 56, Height - 30, median.Length, low, high);

        html.Open("svg.profile", ("viewBox", "0 0 420 150"), ("role", "img"), ("aria-label", "Usual values by " + profile.Component));
        var (ticks, decimals) = area.Ticks(4);
        foreach (var tick in ticks)
        {
            var y = PlotArea.Number(area.Y(tick));
            html.Empty("line.grid", ("x1", PlotArea.Number(area.Left)), ("x2", PlotArea.Number(area.Right)), ("y1", y), ("y2", y));
            html.Element("text.tick", AxisText.Of(tick, decimals), ("x", PlotArea.Number(area.Left - 6)), ("y", PlotArea.Number(area.Y(tick) + 4)), ("text-anchor", "end"));
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

/// <summary>Numbers beside an axis.</summary>
internal static class AxisText
{
    /// <summary>A tick's number.</summary>
    /// <param name="tick">The number.</param>
    /// <param name="decimals">Its decimals.</param>
    /// <returns>The text, short for large numbers: <c>1.2M</c>.</returns>
    public static string Of(double tick, int decimals)
    {
        foreach (var (size, unit) in new[] { (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k") })
        {
            if (Math.Abs(tick) >= size)
            {
                return (tick / (unit == "k" ? 1e3 : size)).ToString("0.###", CultureInfo.InvariantCulture) + unit;
            }
        }

        return tick.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
