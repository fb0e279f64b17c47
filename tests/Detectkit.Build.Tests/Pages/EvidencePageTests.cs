using System.Text;
using Detectkit.Build.Pages.Evidence;
using Detectkit.Configuration;
using Detectkit.Series;
using Detectkit.Tests;

namespace Detectkit.Build.Tests.Pages;

public sealed class EvidencePageTests
{
    [Fact]
    public void The_page_tells_index_numbers_incidents_candidates_decisions_and_changes() =>
        Snapshot.Verify(EvidencePage.Body(HandMadeEvidence.Project()), "html");

    [Fact]
    public void The_picture_for_a_pull_request_shows_the_band_before_and_after() =>
        Snapshot.Verify(BandPicture.Render(HandMadeEvidence.Orders())!, "svg");

    [Fact]
    public void A_metric_without_series_has_no_picture() => Assert.Null(BandPicture.Render(SampleEvidence.Failed("refunds")));

    [Fact]
    public void The_same_evidence_gives_the_same_page_to_the_byte() =>
        Assert.Equal(EvidencePage.Render(HandMadeEvidence.Project()), EvidencePage.Render(HandMadeEvidence.Project()));

    [Fact]
    public void Ten_metrics_of_ten_thousand_points_stay_below_a_megabyte()
    {
        var metrics = Enumerable.Range(0, 10).Select(i => SampleEvidence.Metric("metric_" + i, 10_000, seed: i + 1)).ToValueList();
        Assert.InRange(Encoding.UTF8.GetByteCount(EvidencePage.Render(new EvidenceModel("ten", metrics))), 100_000, 1_000_000);
    }

    [Fact]
    public void A_long_series_is_thinned_without_losing_its_extremes()
    {
        var values = new double[100_000];
        (values[51_234], values[51_235]) = (9, -9);
        var thinning = SeriesThinning.ToFit(values.Length, 20_000);
        var thinned = thinning.Values(values);
        Assert.Equal(20_000, thinned.Length);
        Assert.Equal([9, -9], thinned.Where(v => v != 0));
        Assert.Equal(9, thinned[thinning.Range(new PointRange(51_234, 51_235)).Start]);
    }

    [Fact]
    public void The_page_asks_no_other_address_for_anything()
    {
        var page = EvidencePage.Render(HandMadeEvidence.Project());
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_metrics_still_gives_a_page() => Assert.Contains("</html>", EvidencePage.Render(new EvidenceModel("empty", [])), StringComparison.Ordinal);

    [Fact]
    public void An_alert_inside_an_incident_catches_it_and_its_points_outside_are_false()
    {
        var flags = new bool[50];
        (flags[5], flags[6], flags[12], flags[30]) = (true, true, true, true);
        var labels = SampleSeries.Labels((10, 15, null), (29, 29, null), (40, 45, null), (6, 7, null));
        var match = MatchedAlerts.Match(flags, labels.Incidents, SampleEvidence.Series(50, 1));
        Assert.Equal([new PointRange(5, 7), new PointRange(12, 13), new PointRange(30, 31)], match.Alerts);
        Assert.Equal([TimeSpan.FromMinutes(20), null, null, TimeSpan.Zero], match.Delays);
        Assert.Equal([new PointRange(5, 6), new PointRange(30, 31)], match.FalseAlerts);
    }
}
