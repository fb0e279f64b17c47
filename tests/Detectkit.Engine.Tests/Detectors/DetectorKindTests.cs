using Detectkit.Configuration;
using Detectkit.Configuration.Fields;
using Detectkit.Detectors;
using Detectkit.Detectors.Kinds;
using Detectkit.Statistics;
using Detectkit.Statistics.Direct;

namespace Detectkit.Engine.Tests.Detectors;

public class DetectorKindTests
{
    public static TheoryData<DetectorType> Types => [.. Enum.GetValues<DetectorType>()];

    public static TheoryData<DetectorType> Windowed => [.. Enum.GetValues<DetectorType>().Where(t => DetectorConfig.Default(t) is WindowedDetector)];

    [Fact]
    public void Every_type_has_a_kind_of_its_own()
    {
        var kinds = Enum.GetValues<DetectorType>().Select(t => DetectorConfig.Default(t).Kind).ToList();

        Assert.Equal(DetectorConfig.Defaults.Select(d => d.Type).Order(), Enum.GetValues<DetectorType>());
        Assert.Equal(kinds.Count, kinds.Select(k => k.Name).Distinct().Count());
        Assert.Equal(kinds.Count, kinds.Select(k => k.ClassName).Distinct().Count());
        Assert.Equal(DetectorConfig.Defaults.Select(d => d.Kind).Where(k => !k.IsCarried), DetectorKind.Running);
        Assert.Equal(["mad", "zscore", "iqr", "manual_bounds"], DetectorKind.Running.Select(k => k.Name));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_kind_is_complete(DetectorType type)
    {
        var (plain, kind) = (DetectorConfig.Default(type), DetectorConfig.Default(type).Kind);

        Assert.Equal(type, plain.Type);
        Assert.Equal(type + "Detector", plain.GetType().Name);
        Assert.Equal(type, DetectorTypeName.Parse(kind.Name));
        Assert.Equal(kind.Name, DetectorTypeName.Of(type));
        Assert.Equal(kind.ClassName, DetectorId.ClassName(plain));
        Assert.False(string.IsNullOrWhiteSpace(kind.Words));
        Assert.Equal(plain is WindowedDetector, kind.Window is not null);
        Assert.Equal(kind.IsCarried, DetectorFields.LaterTypes.Contains(kind.Name));
        Assert.NotEqual(kind.IsCarried, DetectorFields.Type.Choices.Contains(kind.Name));
    }

    [Theory]
    [MemberData(nameof(Windowed))]
    public void A_kind_that_judges_by_a_window_has_valid_defaults_and_statistics(DetectorType type)
    {
        var (plain, window) = ((WindowedDetector)DetectorConfig.Default(type), DetectorConfig.WindowOf(type));

        Assert.Empty(DetectorParameters.Read(type, ParameterSet.Empty).Faults);
        Assert.Equal(plain, DetectorParameters.Read(type, ParameterSet.Empty).Detector);
        Assert.Empty(DetectorParameters.NonDefault(plain));
        Assert.True(plain.Threshold > 0 && window.SpreadUnit > 0 && window.SigmaUnit > 0);
        Assert.True(plain.MinSamples >= window.MinSamplesFloor && plain.MinSamplesPerGroup >= window.MinSamplesPerGroupFloor);
        Assert.Equal(window.Suitability is not null, window.SearchedThresholds.Count > 0);
        Assert.Equal(3, window.FromSigmas(window.ToSigmas(3)), 12);

        var (first, second) = DirectWindow.ComputePlainly(window.Statistics, [1, 2, 4, 8, 16], [1, 1, 1, 1, 1]);
        Assert.True(first > 0 && second > 0);
        var result = plain.Detect(BandCases.SeriesOf([.. Enumerable.Range(0, 180).Select(i => i * i % 17.0)]));
        Assert.Equal(result.Count - plain.MinSamples, result.Verdicts.Count(Verdict.Normal) + result.AnomalyCount);
    }

    [Fact]
    public void Each_of_the_statistics_is_some_kinds()
    {
        var used = DetectorKind.Windowed.Select(k => k.Window!.Statistics);

        Assert.Equal(Enum.GetValues<StatisticsKind>().Order(), used.Order());
    }

    [Fact]
    public void Tuning_chooses_from_the_kinds_that_can_vote() =>
        Assert.Equal([DetectorType.Mad, DetectorType.ZScore, DetectorType.Iqr], DetectorConfig.TunedTypes);
}
