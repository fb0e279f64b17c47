using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Emission;

namespace Detectkit.Engine.Tests.Emission;

public class CommentedLinesTests
{
    [Fact]
    public void A_comment_beside_a_value_that_changes_is_found_with_both_values()
    {
        var found = Changed(
            """
            name: api_error_rate   # shown in alerts
            interval: 5min
            query: SELECT 1 -- # no comment
            # Picked by eye.
            detectors:   # one is enough
              - type: mad   # robust
                params:
                  threshold: 6.0   # agreed with on-call
                  window_size: 288   # a day
                  input_type: values
            alerting:
              consecutive_anomalies: 3  # fifteen minutes
            """,
            TunedResults.Unlabelled with { ConsecutiveAnomalies = 2 });

        Assert.Equal(
            [
                new CommentedChange(6, "type: mad", "type: zscore", "robust"),
                new CommentedChange(8, "threshold: 6.0", "threshold: 3.0", "agreed with on-call"),
                new CommentedChange(12, "consecutive_anomalies: 3", "consecutive_anomalies: 2", "fifteen minutes"),
            ],
            found);
    }

    [Fact]
    public void A_comment_that_goes_with_its_line_is_found() => Assert.Equal(
        [new CommentedChange(6, "type: iqr", null, "the second opinion"), new CommentedChange(7, "params: {threshold: 2}", null, "narrow")],
        Changed(
            "name: a\ninterval: 5min\nquery: SELECT 1\ndetectors:\n  - {type: mad}\n  - type: iqr # the second opinion\n    params: {threshold: 2} # narrow\n"
                + "  - {type: manual_bounds, params: {upper_bound: 5}} # stays\n",
            TunedResults.Unlabelled));

    [Fact]
    public void A_comment_beside_a_key_speaks_of_what_stands_below() => Assert.Equal(
        [new CommentedChange(6, "params:", "params:", "agreed with on-call")],
        Changed("name: a\ninterval: 5min\nquery: SELECT 1\ndetectors:\n  - type: zscore\n    params:   # agreed with on-call\n      threshold: 5\n", TunedResults.Unlabelled));

    [Fact]
    public void Nothing_is_found_where_nothing_changes()
    {
        var text = "name: a # c\ninterval: 5min\nquery: SELECT 1\n";
        var edited = Edit(text, TunedResults.Unlabelled);

        Assert.Empty(CommentedLines.Changed(text, edited));
        Assert.Empty(CommentedLines.Changed(edited, Edit(edited, TunedResults.Unlabelled)));
    }

    private static ValueList<CommentedChange> Changed(string text, AutotuneResult result) => CommentedLines.Changed(text, Edit(text, result));

    private static string Edit(string text, AutotuneResult result) =>
        InPlaceEmission.Edit(text, MetricReader.Read("metrics/a.yml", text), result).Text!;
}
