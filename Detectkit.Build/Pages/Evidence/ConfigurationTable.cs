using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Writes what a search of a whole grid tried: what each value of each axis came to, and every configuration, best first.</summary>
internal static class ConfigurationTable
{
    private const double Width = 240;

    private static readonly (string Name, Func<Candidate, string> ValueOf)[] Axes =
    [
        ("Detector", c => DetectorTypeName.Of(c.Detector.Type)),
        ("Window", WindowOf),
        ("Smoothing", SmoothingOf),
        ("Season", c => ParameterWords.Of(c.Parameters.Find("seasonality_components"))),
        ("Alert at", c => c.Rule ?? "–"),
    ];

    public static void Write(HtmlWriter html, AutotuneResult result)
    {
        var axes = Axes.Where(a => result.Candidates.Select(a.ValueOf).Distinct(StringComparer.Ordinal).Count() > 1).ToList();
        if (axes.Count > 0)
        {
            WriteAxes(html, result, axes);
        }

        WriteConfigurations(html, result);
    }

    private static void WriteAxes(HtmlWriter html, AutotuneResult result, List<(string Name, Func<Candidate, string> ValueOf)> axes)
    {
        html.Element("p.hint", "Each configuration at its best threshold. The bar runs from the worst to the best of those that share a value.");
        html.OpenTable("table.candidates", "By axis", "Tried", "Best", "From worst to best, 0 to 1").Line();
        foreach (var (name, valueOf) in axes)
        {
            var chosen = valueOf(result.Winner);
            var groups = result.Candidates.GroupBy(valueOf, StringComparer.Ordinal)
                .Select(g => (Value: g.Key, Count: g.Count(), Worst: g.Min(c => c.Score), Best: g.Max(c => c.Score)))
                .ToList();
            var best = groups.Max(g => g.Best);
            var isTied = groups.Count(g => g.Best == best) > 1;
            html.Open("tbody").Open("tr.axis").Element("th", name, ("colspan", "4"), ("scope", "rowgroup")).CloseLine();
            foreach (var (value, count, worst, top) in groups)
            {
                html.Open(value == chosen ? "tr.winner" : "tr").Open("th", ("scope", "row")).Text(value);
                WriteBadges(html, value == chosen ? "chosen" : null, top == best && !isTied ? "best here" : null);
                html.Close().Element("td.number", count.ToString(CultureInfo.InvariantCulture)).Element("td.number", EvidenceNumbers.Exact(top));
                WriteBar(html, worst, top, $"{EvidenceNumbers.Exact(worst)} to {EvidenceNumbers.Exact(top)}");
                html.CloseLine();
            }

            html.CloseLine();
        }

        html.CloseLine();
    }

    private static void WriteConfigurations(HtmlWriter html, AutotuneResult result)
    {
        var best = result.Candidates.Max(c => c.Score);
        var isTied = result.Candidates.Count(c => c.Score == best) > 1;
        html.OpenTable("table.candidates", [.. Axes.Select(a => a.Name), "Threshold", "Score", "0 to 1"]).Line();
        html.Open("tbody").Line();
        foreach (var candidate in result.Candidates.OrderByDescending(c => c.Score))
        {
            var isChosen = IsChosen(candidate, result);
            html.Open(isChosen ? "tr.winner" : "tr");
            foreach (var (_, valueOf) in Axes)
            {
                html.Element("td", valueOf(candidate));
            }

            // The threshold of what is chosen is raised after the search, and its score counted anew.
            var shown = isChosen ? result.Winner : candidate;
            html.Open("td.number").Text(ParameterWords.Of(shown.Parameters.Find("threshold")));
            WriteBadges(html, isChosen ? "chosen" : null, candidate.Score == best && !isTied ? "best" : null);
            html.Close().Element("td.number", EvidenceNumbers.Exact(shown.Score));
            WriteBar(html, 0, shown.Score, EvidenceNumbers.Exact(shown.Score));
            html.CloseLine();
        }

        html.Close().CloseLine();
    }

    private static void WriteBadges(HtmlWriter html, string? chosen, string? best)
    {
        if (chosen is not null)
        {
            html.Text(" ").Element("span.badge.tuned", chosen);
        }

        if (best is not null)
        {
            html.Text(" ").Element("span.badge", best);
        }
    }

    private static void WriteBar(HtmlWriter html, double from, double to, string words)
    {
        var (left, right) = (Place(from), Place(to));
        html.Open("td").Open("svg.score", ("viewBox", "0 0 240 18"), ("role", "img"), ("aria-label", words));
        html.Empty("rect.bar", ("x", EvidenceNumbers.Place(left)), ("y", "4"), ("width", EvidenceNumbers.Place(Math.Max(1, right - left))), ("height", "10"), ("rx", "2"));
        html.Close().Close();
    }

    private static bool IsChosen(Candidate candidate, AutotuneResult result) =>
        candidate.Rule == result.Winner.Rule && candidate.Detector.Type == result.Winner.Detector.Type
        && ButThreshold(candidate).SequenceEqual(ButThreshold(result.Winner));

    private static IEnumerable<KeyValuePair<string, ParameterValue>> ButThreshold(Candidate candidate) => candidate.Parameters.Where(p => p.Key != "threshold");

    private static string WindowOf(Candidate candidate) => candidate.Parameters.Find("window_size") is IntegerValue size && size.Value >= AutotuneSettings.DefaultMaxHistory
        ? "all history"
        : ParameterWords.Of(candidate.Parameters.Find("window_size"));

    private static string SmoothingOf(Candidate candidate) => candidate.Parameters switch
    {
        var p when p.Find("smoothing_window") is { } points => "SMA " + ParameterWords.Of(points),
        var p when p.Find("smoothing_alpha") is { } alpha => "EMA " + ParameterWords.Of(alpha),
        var p => ParameterWords.Of(p.Find("smoothing")),
    };

    private static double Place(double score) => double.IsFinite(score) ? Math.Clamp(score, 0, 1) * Width : 0;
}
