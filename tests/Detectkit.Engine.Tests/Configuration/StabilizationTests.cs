using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Engine.Tests.Configuration;

public class StabilizationTests
{
    [Fact]
    public void Clamp_is_read_with_a_warning_that_only_later_versions_take_it()
    {
        var reading = Read("clamp");

        Assert.Equal(Stabilization.Clamp, ((WindowedDetector)reading.Metric!.Detectors[0]).Stabilization);
        Assert.Equal([Rules.ParameterOfLaterVersion], reading.Findings.Select(f => f.Rule));
    }

    [Fact]
    public void Null_is_the_default()
    {
        var reading = Read("null");

        Assert.Equal(Stabilization.None, ((WindowedDetector)reading.Metric!.Detectors[0]).Stabilization);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("true")]
    public void Other_values_are_refused_as_later_versions_do(string value) =>
        Assert.Contains(Read(value).Findings, f => f.Rule == Rules.ParameterValue && f.Message.Contains("stabilization", StringComparison.Ordinal));

    [Fact]
    public void The_detector_id_tells_a_clamped_detector_from_another() =>
        Assert.Equal("d7d1a3b0f0e85690", DetectorId.Of(new ZScoreDetector { Stabilization = Stabilization.Clamp }));

    private static MetricReading Read(string value) =>
        MetricReader.Read("metrics/a.yml", "name: a\ninterval: 10min\nquery: SELECT {{ dtk_start_time }}\ndetectors: [{type: zscore, params: {stabilization: " + value + "}}]\n");
}
