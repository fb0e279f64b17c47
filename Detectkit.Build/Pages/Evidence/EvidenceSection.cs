using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Build.Text;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Writes one metric's part of the evidence page.</summary>
internal static class EvidenceSection
{
    public static HtmlWriter Render(MetricEvidence metric)
    {
        var html = new HtmlWriter();
        html.Open("section.panel.metric", ("id", EvidenceIndex.SectionId(metric.Metric)), ("data-metric", metric.Metric), ("data-outcome", EvidenceIndex.WordFor(metric.Outcome))).Line();
        html.Open("header").Open("h2").Text(metric.Metric).Text(" ").Element("span.badge." + EvidenceIndex.WordFor(metric.Outcome), EvidenceIndex.WordFor(metric.Outcome)).Close();
        html.Open("p.source").Element("code", metric.File);
        if (metric.Result is { } run)
        {
            html.Text(" · run ").Element("code", run.RunId);
        }

        html.Close().Close().Line();
        if (metric.Reason is not null)
        {
            html.Element("p.reason", metric.Reason).Line();
        }

        if (metric.Judged is { } judged)
        {
            html.Open("p.reason").Text("Refit on all history. The hold-out judged run ").Element("code", judged.RunId);
            html.Text(string.Create(
                CultureInfo.InvariantCulture,
                $" ({DetectorWords.Of([judged.Winner.Detector])}), found on the data up to {judged.TrainingEnd:yyyy-MM-dd HH:mm}: the figures of the hold-out are that run's; the band, the table of incidents and the YAML are those of the refit."));
            html.CloseLine();
        }

        if (metric.Before is not null || metric.After is not null)
        {
            WriteDetectors(html, metric);
            WriteTiles(html, metric);
            WriteConfidence(html, metric);
        }

        if (metric.Series is { Count: > 0 })
        {
            WriteChart(html, metric);
        }

        html.Open("div.columns");
        WriteIncidents(html, metric);
        WriteProfiles(html, metric);
        html.CloseLine();
        WriteDetails(html, metric);
        return html.CloseLine();
    }

    private static void WriteDetectors(HtmlWriter html, MetricEvidence metric)
    {
        html.Open("dl.detectors");
        foreach (var (name, title, detector) in new[] { ("before", "current", metric.Before), ("after", "proposed", metric.After) })
        {
            if (detector is not null)
            {
                var word = name == "after" && metric.Outcome is EvidenceOutcome.Kept or EvidenceOutcome.TradeOff ? "proposed, not adopted" : title;
                html.Open("div." + name).Element("dt", word).Element("dd", detector.Layer.Title).Close();
            }
        }

        html.CloseLine();
    }

    private static void WriteTiles(HtmlWriter html, MetricEvidence metric)
    {
        var (before, after) = (metric.Before, metric.After);
        html.Open("div.tiles");
        WriteTile(html, metric.Result?.ScoreWords is null ? "Walk-forward score" : "Training score", before?.Score, after?.Score, EvidenceNumbers.Score, isMoreBetter: true);
        if (metric.HoldOut is not null)
        {
            WriteTile(html, "Score on the hold-out", before?.HeldOut?.Score, after?.HeldOut?.Score, EvidenceNumbers.Score, isMoreBetter: true);
        }

        var part = metric.HoldOut is null ? "" : ", hold-out";
        var (was, now) = (EvidenceIndex.Judged(before), EvidenceIndex.Judged(after));
        var incidents = Math.Max(was?.Caught + was?.Missed ?? 0, now?.Caught + now?.Missed ?? 0);
        if (incidents > 0)
        {
            var of = " of " + incidents.ToString(CultureInfo.InvariantCulture);
            WriteTile(html, "Incidents caught" + part, was?.Caught, now?.Caught, n => n?.ToString("0", CultureInfo.InvariantCulture) + of, isMoreBetter: true);
        }

        WriteTile(html, (metric.IsLabelled ? "False alerts a week" : "Alerts a week") + part, was?.FalseAlertsPerWeek, now?.FalseAlertsPerWeek, EvidenceNumbers.PerWeek, isMoreBetter: false);
        WriteTile(html, "Anomalous points" + part, was?.AnomalyRate, now?.AnomalyRate, EvidenceNumbers.Percent, isMoreBetter: null);
        html.CloseLine();
    }

    // Where nothing is scored by folds, how sure the score is stands in their place.
    private static void WriteConfidence(HtmlWriter html, MetricEvidence metric)
    {
        if (metric.Result is not { Folds.Count: 0 } result)
        {
            return;
        }

        html.Open("p.reason").Text(string.Create(
            CultureInfo.InvariantCulture,
            $"The training part, {result.TrainingStart:yyyy-MM-dd HH:mm} to {result.TrainingEnd:yyyy-MM-dd HH:mm}, is scored as a whole, without folds."));
        if (result.Confidence is { } sure)
        {
            var share = (sure.Coverage * 100).ToString("0", CultureInfo.InvariantCulture);
            html.Text(string.Create(
                CultureInfo.InvariantCulture,
                $" In the middle {share} % of {sure.Resamples} resamples ({sure.Incidents} incident{(sure.Incidents == 1 ? "" : "s")}) the score is {sure.Score.Low:0.00} to {sure.Score.High:0.00}, {EvidenceNumbers.Gain(sure.Gain.Low)} to {EvidenceNumbers.Gain(sure.Gain.High)} against the default."));
        }

        html.CloseLine();
    }

    private static void WriteTile(HtmlWriter html, string title, double? before, double? after, Func<double?, string> words, bool? isMoreBetter)
    {
        var change = after - before;
        var tone = isMoreBetter is not { } more || change is not { } by || Math.Abs(by) < 0.0005 ? "" : by > 0 == more ? ".better" : ".worse";
        html.Open("div.tile").Element("span.name", title).Open("span.value" + tone);
        if (before is not null && after is not null)
        {
            html.Element("span.was", words(before)).Text(" → ");
        }

        html.Element("strong", after is null && before is null ? EvidenceNumbers.None : words(after ?? before)).Close().Close();
    }

    private static void WriteChart(HtmlWriter html, MetricEvidence metric)
    {
        html.Open("div.legend");
        foreach (var (key, title, detector) in new[] { ("before", "Current band", metric.Before), ("after", "Proposed band", metric.After) })
        {
            if (detector is not null)
            {
                html.Open("label").Empty("input", ("type", "checkbox"), ("checked", ""), ("data-band", key)).Element("i.swatch." + key, "").Text(title).Close();
            }
        }

        if (metric.Labels.Incidents.Count > 0)
        {
            html.Open("span").Element("i.swatch.caught", "").Text("caught").Close().Open("span").Element("i.swatch.missed", "").Text("missed").Close();
        }

        html.Open("span").Element("i.swatch.alarm", "").Text(metric.IsLabelled ? "false alert" : "alert").Close();
        if (metric.HoldOut is not null)
        {
            html.Open("span").Element("i.swatch.holdout", "").Text("hold-out").Close();
        }

        html.Open("span.buttons.right");
        html.Element("button.zoom-out", "Whole series", ("type", "button")).Close().CloseLine();
        html.Element("p.readout", "").Element("div.chart", "", ("tabindex", "0"), ("role", "img"), ("aria-label", "Series, bands and incidents of " + metric.Metric)).Line();
    }

    private static void WriteIncidents(HtmlWriter html, MetricEvidence metric)
    {
        if (metric.Labels.Incidents.Count == 0 || (metric.Before is null && metric.After is null))
        {
            return;
        }

        html.Open("div").Element("h3", "Incidents").Open("div.scroll", ("tabindex", "0"), ("role", "region"), ("aria-label", "Incidents")).OpenTable("table.incidents", "Start (UTC)", "Label", "Current", "Proposed").Open("tbody").Line();
        for (var i = 0; i < metric.Labels.Incidents.Count; i++)
        {
            var incident = metric.Labels.Incidents[i];
            html.Open("tr").Open("td").Element("button.go", incident.Start.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), ("type", "button"), ("data-ms", Milliseconds(incident.Start)), ("data-end", Milliseconds(incident.End))).Close();
            html.Element("td.words", incident.Label ?? "");
            WriteDelay(html, metric.Before, i);
            WriteDelay(html, metric.After, i);
            html.CloseLine();
        }

        html.Close().Close().Close().CloseLine();
    }

    private static void WriteDelay(HtmlWriter html, DetectorEvidence? detector, int incident)
    {
        if (detector is null)
        {
            html.Element("td", EvidenceNumbers.None);
        }
        else if (detector.Alerts.Delays[incident] is { } delay)
        {
            html.Open("td").Element("span.caught", delay == TimeSpan.Zero ? "✓ at once" : "✓ after " + EvidenceNumbers.Delay(delay)).Close();
        }
        else
        {
            html.Open("td").Element("span.missed", "✗ missed").Close();
        }
    }

    private static void WriteProfiles(HtmlWriter html, MetricEvidence metric)
    {
        if (metric.Series is not { Count: > 0 } series)
        {
            return;
        }

        foreach (var profile in SeasonalProfile.Compute(series, metric.Result?.Seasonality))
        {
            html.Open("figure").Element("h3", "By " + profile.Component.Replace('_', ' '));
            ProfilePicture.Write(html, profile);
            html.Element("figcaption", "Median and interquartile range").CloseLine();
        }
    }

    private static void WriteDetails(HtmlWriter html, MetricEvidence metric)
    {
        if (metric.Change is { } change)
        {
            html.Open("details", ("open", "")).Element("summary", "What changes in the YAML").Line();
            YamlDiff.Write(html, change);
            html.CloseLine();
        }

        if (metric.Result is not { } result)
        {
            return;
        }

        html.Open("details").Element("summary", "Why: the decision log").Open("ol.log").Line();
        foreach (var decision in result.DecisionLog)
        {
            html.Open("li").Element("span.stage", TuningStageName.InWords(decision.Stage)).Text(" " + decision.Message).CloseLine();
        }

        html.Close().CloseLine();
        var isGrid = result.Strategy == AutotuneStrategy.Robust;
        html.Open("details").Element("summary", "What was tried: " + Tried(result.Candidates.Count, isGrid));
        html.Open("div.scroll", ("tabindex", "0"), ("role", "region"), ("aria-label", "Candidates")).Line();
        if (isGrid)
        {
            ConfigurationTable.Write(html, result);
        }
        else
        {
            CandidateTable.Write(html, result);
        }

        html.Close().CloseLine();
    }

    // Without labels there is nothing to choose by.
    private static string Tried(int count, bool isGrid) => (count, isGrid) switch
    {
        (1, true) => "the default alone",
        (_, true) => count.ToString(CultureInfo.InvariantCulture) + " configurations, by axis and each",
        _ => count.ToString(CultureInfo.InvariantCulture) + " candidates by axis",
    };

    private static string Milliseconds(DateTime stamp) => ((long)(stamp - DateTime.UnixEpoch).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
