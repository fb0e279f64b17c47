using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Emission;

namespace Detectkit.Engine.Tests.Emission;

public class NewFileEmissionTests
{
    [Fact]
    public void A_labelled_metric() => Verify(
        """
        name: api_error_rate
        description: Share of requests answered with a 5xx status
        tags: [api, reliability]
        interval: 5min
        query: SELECT timestamp, value FROM read_csv('data/api.csv')
        seasonality_columns: [hour, day_of_week, is_weekend]
        detectors:
          - type: zscore
            params: {threshold: 4}
        alerting:
          channels: [oncall]
          direction: up
          min_detectors: 1
        autotune:
          labels_file: incidents/api.yml
        """,
        TunedResults.Labelled);

    [Fact]
    public void An_unlabelled_metric() => Verify(
        """
        name: api_error_rate
        interval: 90s
        query_file: api.sql
        loading_batch_size: 5000
        detectors: [{type: mad}, {type: manual_bounds, params: {upper_bound: 5}}]
        """,
        TunedResults.Unlabelled);

    [Fact]
    public void Seasonality_that_the_query_provides() => Verify(
        """
        name: api_error_rate
        interval: 1h
        profile: warehouse
        query: SELECT t, v, season FROM x
        query_columns: {timestamp: t, metric: v, seasonality: [season, hour, day_of_week]}
        seasonality_columns: [month]
        """,
        TunedResults.Labelled);

    [Fact]
    public void A_list_of_alerting_blocks() => Verify(
        """
        name: api_error_rate
        interval: 1d
        query: SELECT 1
        alerting:
          - channels: [oncall, "on"]
            enabled: false
            timezone: Europe/Oslo
            min_detectors: 2
            consecutive_anomalies: 6
            template_single: "{{ metric }}: {{ value }}\nsee #3"
            alert_cooldown: 30min
            notify_on_recovery: true
            mentions: ["@here"]
            suppress_until: "2026-01-01 00:00:00"
            dashboard_url: https://example.com/d?x=1#top
            links: {runbook: "https://example.com/r", "1:30": "http://example.com"}
          - channels: [second]
        """,
        TunedResults.Unlabelled);

    [Fact]
    public void A_query_of_many_lines() => Verify(
        "name: api_error_rate\ninterval: 10min\ndescription: |\n  First line.\n\n  Second: line.\nquery: |\n    SELECT timestamp, -- stamp\n    \tvalue   \n\n      FROM t\n    WHERE a = 'x' # no comment\n",
        TunedResults.Labelled);

    [Fact]
    public void A_file_that_would_not_read_as_the_tuned_metric_is_a_finding()
    {
        var metric = new MetricConfig { Name = "a b", IntervalSeconds = 60, Query = "SELECT 1", FilePath = "metrics/a.yml" };

        var outcome = NewFileEmission.Emit(metric, TunedResults.Unlabelled);

        Assert.Null(outcome.Text);
        Assert.Equal("DTK0220", outcome.Finding!.Rule.Id);
        Assert.Equal("metrics/a.yml", outcome.Finding.Path);
    }

    private static void Verify(string text, AutotuneResult result, [System.Runtime.CompilerServices.CallerMemberName] string member = "")
    {
        var metric = MetricReader.Read("metrics/api_error_rate.yml", text).Metric! with { FilePath = "metrics/api_error_rate.yml" };

        var outcome = NewFileEmission.Emit(metric, result);

        Assert.Null(outcome.Finding);
        Assert.Equal("api_error_rate__tuned_3f9c1a.yml", outcome.FileName);
        Snapshot.Verify(outcome.Text!, "yml", member: member);
    }

    [Fact]
    public void Any_text_of_a_metric_is_in_its_new_file_as_it_was()
    {
        string[] pieces = ["a", "0", " ", "  ", "\n", "\t", ":", "#", "'", "\"", "\\", "-", "?", "[", "}", "&", "*", "!", "|", ">", "%", "@", "yes", "1e3", "é", "…", "\U0001F514", "\u0085", "\u2028", "~", "=", "<<"];
        var random = new Random(17);
        for (var round = 0; round < 4000; round++)
        {
            string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]));
            var metric = new MetricConfig
            {
                Name = "m",
                FilePath = "metrics/m.yml",
                IntervalSeconds = 600,
                Query = "SELECT " + Text(),
                Description = Text(),
                Alerting = [new AlertingConfig { Channels = [Text(), "b"], Links = [new("k" + Text(), "https://example.org/" + random.Next(9))], TemplateSingle = Text() }],
            };

            var outcome = NewFileEmission.Emit(metric, TunedResults.Labelled);

            Assert.True(outcome.Text is not null, outcome.Finding?.Message);
            var read = MetricReader.Read("metrics/m.yml", outcome.Text).Metric!;
            Assert.Equal((metric.Query, metric.Description, metric.Alerting[0].TemplateSingle), (read.Query, read.Description, read.Alerting[0].TemplateSingle));
            Assert.Equal(metric.Alerting[0].Channels, read.Alerting[0].Channels);
        }
    }
}
