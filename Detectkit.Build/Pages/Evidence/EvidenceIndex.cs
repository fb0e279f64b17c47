namespace Detectkit.Build.Pages.Evidence;

/// <summary>Writes the table of all metrics; it is complete without the page's script, which only sorts and filters it.</summary>
internal static class EvidenceIndex
{
    private static readonly (string Title, string Key)[] Columns =
    [
        ("Metric", "metric"), ("Outcome", "outcome"), ("Gain", "gain"), ("Score", "score"), ("Caught", "caught"), ("Alerts a week", "alarms"), ("Detector", "detector"),
    ];

    public static string WordFor(EvidenceOutcome outcome) => outcome == EvidenceOutcome.TradeOff ? "trade-off" : outcome.ToString().ToLowerInvariant();

    /// <summary>What the new detector scores above the old one on the hold-out, in training without one; null where either has no score there.</summary>
    public static double? Gain(MetricEvidence metric) => Shown(metric.After) - Shown(metric.Before);

    /// <summary>Those of the hold-out where there is one.</summary>
    public static Tally? Judged(DetectorEvidence? detector) => detector?.HeldOut ?? detector?.Whole;

    public static string SectionId(string metric) => "metric-" + metric;

    public static void Write(HtmlWriter html, EvidenceModel model)
    {
        html.Open("div.filters", ("role", "group"), ("aria-label", "Show metrics that are"));
        WriteFilter(html, "all", "All", model.Metrics.Count, isOn: true);
        foreach (var outcome in Enum.GetValues<EvidenceOutcome>())
        {
            var count = model.Metrics.Count(m => m.Outcome == outcome);
            if (count > 0)
            {
                var word = WordFor(outcome);
                WriteFilter(html, word, char.ToUpperInvariant(word[0]) + word[1..], count, isOn: false);
            }
        }

        html.CloseLine();
        html.Open("div.scroll", ("tabindex", "0"), ("role", "region"), ("aria-label", "All metrics"));
        html.Open("table.index", ("id", "index")).Open("thead").Open("tr");
        foreach (var (title, key) in Columns)
        {
            html.Open("th", ("scope", "col"), ("data-key", key)).Element("button.sort", title, ("type", "button")).Close();
        }

        html.Close().Close().Open("tbody").Line();
        foreach (var metric in model.Metrics)
        {
            WriteRow(html, metric);
        }

        html.Close().Close().CloseLine();
    }

    private static void WriteFilter(HtmlWriter html, string key, string word, int count, bool isOn) =>
        html.Open("button.filter", ("type", "button"), ("data-outcome", key), ("aria-pressed", isOn ? "true" : "false"))
            .Text(word + " ").Element("span.count", count.ToString(System.Globalization.CultureInfo.InvariantCulture)).CloseLine();

    private static void WriteRow(HtmlWriter html, MetricEvidence metric)
    {
        var (before, after) = (Judged(metric.Before), Judged(metric.After));
        var gain = Gain(metric);
        html.Open("tr", ("data-outcome", WordFor(metric.Outcome)));
        html.Open("th", ("scope", "row"), ("data-sort", metric.Metric)).Element("a", metric.Metric, ("href", "#" + Uri.EscapeDataString(SectionId(metric.Metric)))).Close();
        html.Open("td", ("data-sort", ((int)metric.Outcome).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        html.Element("span.badge." + WordFor(metric.Outcome), WordFor(metric.Outcome)).Close();
        html.Element(gain is null ? "td.number" : gain > 0.0005 ? "td.number.better" : gain < -0.0005 ? "td.number.worse" : "td.number",
            EvidenceNumbers.Gain(gain), ("data-sort", EvidenceNumbers.Sortable(gain)));
        WritePair(html, EvidenceNumbers.Score(Shown(metric.Before)), EvidenceNumbers.Score(Shown(metric.After)), Shown(metric.After));
        WritePair(html, Caught(before), Caught(after), after is { Caught: var c, Missed: var m } && c + m > 0 ? (double)c / (c + m) : null);
        WritePair(html, EvidenceNumbers.PerWeek(before?.FalseAlertsPerWeek), EvidenceNumbers.PerWeek(after?.FalseAlertsPerWeek), after?.FalseAlertsPerWeek);
        var words = metric.Reason ?? metric.After?.Layer.Title ?? metric.Before?.Layer.Title ?? "";
        html.Element("td.words", words, ("data-sort", words)).CloseLine();
    }

    private static double? Shown(DetectorEvidence? detector) => detector?.HeldOut is { } heldOut ? heldOut.Score : detector?.Score;

    private static string Caught(Tally? tally) => tally is { } t && t.Caught + t.Missed > 0
        ? FormattableString.Invariant($"{t.Caught} of {t.Caught + t.Missed}")
        : EvidenceNumbers.None;

    private static void WritePair(HtmlWriter html, string before, string after, double? sort)
    {
        html.Open("td.number", ("data-sort", EvidenceNumbers.Sortable(sort)));
        if (before == EvidenceNumbers.None || before == after)
        {
            html.Text(after == EvidenceNumbers.None ? before : after);
        }
        else
        {
            html.Element("span.was", before).Text(" → " + after);
        }

        html.Close();
    }
}
