using Detectkit.Configuration;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>What Python detectkit takes, though hardly meant so, is a warning and no error.</summary>
public class DoubtfulValuesTests
{
    [Theory]
    [InlineData("query: \"\"")]
    [InlineData("query: \"  \"")]
    [InlineData("query: |")]
    public void An_empty_query_is_a_warning(string query)
    {
        var reading = MetricReader.Read("metrics/a.yml", "name: a\ninterval: 10min\n" + query + "\n");

        Assert.Equal([Rules.EmptyQuery], reading.Findings.Select(f => f.Rule));
        Assert.Equal(FindingSeverity.Warning, Rules.EmptyQuery.Severity);
        Assert.NotNull(reading.Metric);
    }

    [Theory]
    [InlineData("{window_size: 100.5}", 100)]
    [InlineData("{window_size: 48.0}", 48)]
    [InlineData("{window_size: 30.9, min_samples: 30.2}", 30)]
    public void A_window_with_a_fraction_is_cut(string parameters, int window)
    {
        var reading = Read("mad", parameters);

        Assert.All(reading.Findings, f => Assert.Equal(Rules.ParameterDoubtful, f.Rule));
        Assert.Equal(window, ((WindowedDetector)reading.Metric!.Detectors[0]).WindowSize);
    }

    [Theory]
    [InlineData("{window_size: 0.5}")]
    [InlineData("{window_size: \"100\"}")]
    [InlineData("{window_size: 30.2, min_samples: 30.9}")]
    public void A_window_that_is_too_small_or_a_text_is_an_error(string parameters) => Assert.True(Read("mad", parameters).HasErrors);

    [Theory]
    [InlineData("{lower_bound: \"1\", upper_bound: \"2\"}", 2)]
    [InlineData("{lower_bound: \"10\", upper_bound: \"9\"}", 2)]
    [InlineData("{upper_bound: \"9\"}", 1)]
    public void Bounds_that_are_texts_in_order_are_a_warning_and_judge_nothing(string parameters, int warnings)
    {
        var reading = Read("manual_bounds", parameters);

        Assert.Equal(Enumerable.Repeat(Rules.ParameterDoubtful, warnings), reading.Findings.Select(f => f.Rule));
        Assert.Equal(new ManualBoundsDetector(), reading.Metric!.Detectors[0]);
    }

    [Theory]
    [InlineData("{lower_bound: \"9\", upper_bound: \"10\"}")]
    [InlineData("{lower_bound: \"1\", upper_bound: \"1\"}")]
    [InlineData("{lower_bound: \"1\", upper_bound: 2}")]
    [InlineData("{lower_bound: 1, upper_bound: \"2\"}")]
    public void Bounds_that_are_texts_out_of_order_or_beside_a_number_are_an_error(string parameters) => Assert.True(Read("manual_bounds", parameters).HasErrors);

    private static MetricReading Read(string type, string parameters) =>
        MetricReader.Read("metrics/a.yml", "name: a\ninterval: 10min\nquery: SELECT '{{ dtk_start_time }}'\ndetectors: [{type: " + type + ", params: " + parameters + "}]\n");
}
