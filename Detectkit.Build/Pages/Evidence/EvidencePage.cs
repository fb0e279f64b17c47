using System.Globalization;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Writes the page that shows why a tuning run decided as it did.</summary>
internal static class EvidencePage
{
    private static readonly string[] Libraries = ["vendor/uPlot.iife.min.js"];

    private static readonly string[] Scripts =
    [
        "shared/elements.js", "shared/theme.js", "shared/time.js", "shared/unpack.js", "shared/series-chart.js",
        "evidence/index-table.js", "evidence/lanes.js", "evidence/metric-chart.js", "evidence/page.js",
    ];

    /// <summary>One HTML text that needs no other file; the same model gives the same text.</summary>
    public static string Render(EvidenceModel model) => new PageShell(
        model.Project + " · tuning evidence",
        PageAssets.Style("evidence/evidence.css"),
        Body(model),
        EvidenceData.Write(model),
        PageAssets.Script(Libraries, Scripts),
        MayConnect: false).ToHtml();

    public static string Body(EvidenceModel model)
    {
        var html = new HtmlWriter();
        html.Open("header.top").Open("div.title").Element("p.product", "Detectkit · tuning evidence").Element("h1", model.Project);
        html.Element("p.summary", Summary(model)).Close();
        html.Open("label").Text("Colours ").Open("select", ("id", "theme"));
        foreach (var (key, word) in new[] { ("system", "System"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast") })
        {
            html.Element("option", word, ("value", key));
        }

        html.Close().Close().CloseLine();
        html.Open("main").Line().Open("section.panel.overview", ("aria-label", "All metrics")).Line();
        EvidenceIndex.Write(html, model);
        html.CloseLine();
        foreach (var section in model.Metrics.AsParallel().AsOrdered().Select(EvidenceSection.Render))
        {
            html.Append(section);
        }

        html.CloseLine();
        return html.ToString();
    }

    private static string Summary(EvidenceModel model)
    {
        var counts = Enum.GetValues<EvidenceOutcome>()
            .Select(outcome => (Word: EvidenceIndex.WordFor(outcome), Count: model.Metrics.Count(m => m.Outcome == outcome)))
            .Where(c => c.Count > 0)
            .Select(c => c.Count.ToString(CultureInfo.InvariantCulture) + " " + c.Word);
        var numbers = model.Metrics.Any(m => m.HoldOut is not null)
            ? " Numbers in the table are from the hold-out, which took no part in the search; without a labelled incident there, it has no score."
            : "";
        numbers += model.Metrics.Any(m => m.Judged is not null)
            ? " Where a refit on all history followed, they are those of the run before it, which its section names."
            : "";
        return string.Join(", ", counts) + "." + numbers;
    }
}
