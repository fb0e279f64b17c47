using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Emission;

namespace Detectkit.Engine.Tests.Emission;

public class InPlaceEmissionTests
{
    [Fact]
    public void Only_the_parameters_that_differ_change()
    {
        var edited = Edit(
            """
            # yaml-language-server: $schema=x
            # What this is for.
            name: api_error_rate   # shown in alerts
            interval: 5min
            query: SELECT 1
            seasonality_columns: [hour]   # local time is not known

            # Picked by eye.
            detectors:
              - type: mad   # robust
                params:
                  threshold: 6.0   # felt right
                  window_size: 2016
                  input_type: values
            alerting:
              channels: [oncall]
              consecutive_anomalies: 3   # fifteen minutes
            """,
            TunedResults.Labelled);

        Assert.Equal(
            """
            # yaml-language-server: $schema=x
            <header>
            # What this is for.
            name: api_error_rate   # shown in alerts
            interval: 5min
            query: SELECT 1
            seasonality_columns: [hour, day_of_week]   # local time is not known

            # Picked by eye.
            detectors:
              - type: mad   # robust
                params:
                  threshold: 3.5   # felt right
                  window_size: 2016
                  input_type: values
                  seasonality_components: [[hour, day_of_week]]
                  min_samples: 504
                  start_time: "2026-01-01 00:00:00"
            alerting:
              channels: [oncall]
              consecutive_anomalies: 2   # fifteen minutes
            """,
            edited);
    }

    [Fact]
    public void A_file_without_detectors_gets_them_where_they_belong() => Assert.Equal(
        """
        <header>
        name: api_error_rate
        enabled: yes
        interval: 5min
        query: |
          SELECT 1
        detectors:
          - type: zscore
            params:
              threshold: 3.0
              window_size: 288
              min_samples: 72
              start_time: "2026-01-01 00:00:00"

        # Who is woken.
        alerting: {channels: [oncall]}
        """,
        Edit(
            """
            name: api_error_rate
            enabled: yes
            interval: 5min
            query: |
              SELECT 1

            # Who is woken.
            alerting: {channels: [oncall]}
            """,
            TunedResults.Unlabelled));

    [Fact]
    public void A_block_text_at_a_cut_end_keeps_its_value() => Assert.Equal(
        """
        <header>
        name: api_error_rate
        interval: 5min
        detectors:
          - type: zscore
            params:
              threshold: 3.0
              window_size: 288
              min_samples: 72
              start_time: "2026-01-01 00:00:00"
        query: |
          SELECT 1
        """,
        Edit("name: api_error_rate\ninterval: 5min\nquery: |\n  SELECT 1", TunedResults.Unlabelled));

    [Fact]
    public void Of_several_tunable_detectors_one_is_left() => Assert.Equal(
        """
        <header>
        name: api_error_rate
        interval: 5min
        query: SELECT 1
        detectors:
        - {type: manual_bounds, params: {upper_bound: 5}}
        - type: zscore
          params:
            start_time: "2026-01-01 00:00:00"
            threshold: 3.0
            window_size: 288
            min_samples: 72
        # the third
        - type: manual_bounds   # kept
          params: {lower_bound: 1}
        alerting:
        - min_detectors: 3
          consecutive_anomalies: 5
        - {channels: [a], min_detectors: 3}
        """,
        Edit(
            """
            name: api_error_rate
            interval: 5min
            query: SELECT 1
            detectors:
            - {type: manual_bounds, params: {upper_bound: 5}}
            - type: mad
              params:
                start_time: "2026-01-01 00:00:00"
                smoothing: ema
            # the third
            - type: iqr
            - type: manual_bounds   # kept
              params: {lower_bound: 1}
            alerting:
            - min_detectors: 4
              consecutive_anomalies: 5
            - {channels: [a], min_detectors: 4}
            """,
            TunedResults.Unlabelled));

    [Fact]
    public void Flow_style_stays_flow_style() => Assert.Equal(
        """
        <header>
        name: api_error_rate
        interval: 5min
        query: SELECT 1
        detectors: [{type: mad, params: {threshold: 3.5, window_size: 2016, seasonality_components: [[hour, day_of_week]], min_samples: 504, start_time: "2026-01-01 00:00:00"}}, {type: manual_bounds, params: {upper_bound: 5}}] # one line
        """,
        Edit(
            """
            name: api_error_rate
            interval: 5min
            query: SELECT 1
            detectors: [{type: zscore, params: {threshold: 6, window_size: 40}}, {type: manual_bounds, params: {upper_bound: 5}}, {type: mad}] # one line
            """,
            TunedResults.Labelled).Replace("seasonality_columns: [hour, day_of_week]\n", "", StringComparison.Ordinal));

    [Fact]
    public void Json_stays_json()
    {
        var edited = Edit(
            """
            {
              "name": "api_error_rate",
              "interval": 300,
              "query": "SELECT 1",
              "alerting": {"channels": ["oncall"]}
            }
            """,
            TunedResults.Labelled);

        Assert.Equal(
            """
            <header>
            {
              "name": "api_error_rate",
              "interval": 300,
              "query": "SELECT 1",
              "seasonality_columns": ["hour", "day_of_week"],
              "detectors": [{"type": "mad", "params": {"seasonality_components": [["hour", "day_of_week"]], "threshold": 3.5, "window_size": 2016, "min_samples": 504, "start_time": "2026-01-01 00:00:00"}}],
              "alerting": {"channels": ["oncall"], "consecutive_anomalies": 2}
            }
            """,
            edited);
    }

    [Fact]
    public void An_alias_is_written_out_where_it_is_edited() => Assert.Equal(
        """
        <header>
        usual: &usual {threshold: 4.0, window_size: 100}
        name: api_error_rate
        interval: 5min
        query: SELECT 1
        detectors:
          - type: zscore
            params:
              threshold: 3.0
              window_size: 288
              min_samples: 72
              start_time: "2026-01-01 00:00:00"
        autotune:
          fixed_params: *usual
        """,
        Edit(
            """
            usual: &usual {threshold: 4.0, window_size: 100}
            name: api_error_rate
            interval: 5min
            query: SELECT 1
            detectors:
              - type: zscore
                params: *usual
            autotune:
              fixed_params: *usual
            """,
            TunedResults.Unlabelled));

    [Fact]
    public void An_edited_anchor_leaves_its_content_to_its_first_alias() => Assert.Equal(
        """
        <header>
        name: api_error_rate
        interval: 5min
        query: SELECT 1
        detectors:
          - type: zscore
            params:
              threshold: 3.0
              window_size: 288
              min_samples: 72
              start_time: "2026-01-01 00:00:00"
        autotune:
          fixed_params: &usual {threshold: 4.0, window_size: 100}
        later: *usual
        """,
        Edit(
            """
            name: api_error_rate
            interval: 5min
            query: SELECT 1
            detectors:
              - type: zscore
                params: &usual
                  threshold: 4.0
                  window_size: 100
            autotune:
              fixed_params: *usual
            later: *usual
            """,
            TunedResults.Unlabelled));

    [Fact]
    public void A_merged_parameter_that_must_go_writes_the_merge_out() => Assert.Equal(
        """
        <header>
        usual: &usual {smoothing: ema, min_samples: 72}
        name: api_error_rate
        interval: 5min
        query: SELECT 1
        detectors:
          - type: zscore
            params:
              min_samples: 72
              threshold: 3.0
              window_size: 288
              start_time: "2026-01-01 00:00:00"
        """,
        Edit(
            """
            usual: &usual {smoothing: ema, min_samples: 72}
            name: api_error_rate
            interval: 5min
            query: SELECT 1
            detectors:
              - type: zscore
                params:
                  <<: *usual
                  threshold: 4.0
            """,
            TunedResults.Unlabelled));

    [Fact]
    public void An_earlier_header_is_replaced()
    {
        var text = "---\nname: api_error_rate\ninterval: 5min\nquery: SELECT 1\n";
        var first = Raw(text, TunedResults.Unlabelled);

        var second = Raw(first, TunedResults.Unlabelled with { RunId = "abcdef" });

        Assert.Equal(first.Replace("3f9c1a", "abcdef", StringComparison.Ordinal), second);
        Assert.StartsWith("---\n" + TunedHeader.Border + "\n", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Line_breaks_and_mark_stay(string newLine)
    {
        var edited = Raw("\uFEFFname: api_error_rate\ninterval: 5min\nquery: SELECT 1\n".Replace("\n", newLine, StringComparison.Ordinal), TunedResults.Labelled);

        Assert.Equal('\uFEFF', edited[0]);
        Assert.DoesNotContain(newLine == "\n" ? '\r' : '\n', edited.Replace("\r\n", newLine == "\r\n" ? "" : "\r\n", StringComparison.Ordinal));
        Assert.EndsWith(newLine, edited, StringComparison.Ordinal);
    }

    [Fact]
    public void The_metric_may_stand_under_a_key() => Assert.Equal(
        """
        <header>
        metric:
            name: api_error_rate
            interval: 5min
            query: SELECT 1
            detectors:
                - type: zscore
                  params:
                      threshold: 3.0
                      window_size: 288
                      min_samples: 72
                      start_time: "2026-01-01 00:00:00"
        """,
        Edit("metric:\n    name: api_error_rate\n    interval: 5min\n    query: SELECT 1\n    detectors: []", TunedResults.Unlabelled));

    [Fact]
    public void A_file_with_errors_is_a_finding()
    {
        var reading = MetricReader.Read("metrics/a.yml", "name: a\n");

        var outcome = InPlaceEmission.Edit("name: a\n", reading, TunedResults.Labelled);

        Assert.Null(outcome.Text);
        Assert.Equal("DTK0220", outcome.Finding!.Rule.Id);
    }

    [Theory]
    [InlineData("name: a\ninterval: 5min\nquery: SELECT 1\ndetectors: []\n")]
    [InlineData("\uFEFF---\n# why\r\nname: a\r\ninterval: 5min\r\nquery: SELECT 1\r\ndetectors: []\r\n")]
    public void Two_runs_that_find_the_same_differ_in_the_header_only(string text)
    {
        var one = Raw(text, TunedResults.Labelled);
        var other = Raw(text, TunedResults.Labelled with { RunId = "0a1b2c", TrainingEnd = TunedResults.Labelled.TrainingEnd.AddDays(7) });

        Assert.NotEqual(one, other);
        Assert.True(TunedHeader.IsAllThatDiffers(one, other));
        Assert.False(TunedHeader.IsAllThatDiffers(one, text));
        Assert.False(TunedHeader.IsAllThatDiffers(one, other.Replace("name: a", "name: a # more", StringComparison.Ordinal)));
    }

    private static string Edit(string text, AutotuneResult result)
    {
        var header = string.Join("\n", TunedHeader.Lines(MetricReader.Read("metrics/api_error_rate.yml", text).Metric! with { FilePath = "metrics/api_error_rate.yml" }, result));
        var edited = Raw(text, result);
        Assert.Equal(edited, Raw(edited, result));
        return edited.Replace(header, "<header>", StringComparison.Ordinal);
    }

    private static string Raw(string text, AutotuneResult result)
    {
        var outcome = InPlaceEmission.Edit(text, MetricReader.Read("metrics/api_error_rate.yml", text), result);
        Assert.Null(outcome.Finding?.ToString());
        return outcome.Text!;
    }
}
