using Detectkit.Configuration.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>
/// Reads <c>anomaly_window</c> and <c>min_anomaly_share</c> of an alerting block. Fields of later reference versions are never an error:
/// what makes no sense is no window.
/// </summary>
internal static class AnomalyWindowReader
{
    /// <summary>The key of the duration.</summary>
    public const string Duration = "anomaly_window";

    /// <summary>The key of the share.</summary>
    public const string Share = "min_anomaly_share";

    /// <summary>The window, or null.</summary>
    public static AnomalyWindow? Read(YamlMapping block, int intervalSeconds)
    {
        var seconds = Find(block, Duration) switch
        {
            IntegerScalar { Value: var whole } when whole > 0 && whole < int.MaxValue => (long)whole,
            TextScalar text => IntervalText.Seconds(text.Value),
            _ => null,
        };
        double? share = Find(block, Share) switch
        {
            FloatScalar number => number.Value,
            IntegerScalar { Value.IsOne: true } => 1,
            _ => null,
        };
        return seconds is { } length && share is > 0 and <= 1 && length / intervalSeconds is >= 1 and <= int.MaxValue
            ? new AnomalyWindow((int)(length / intervalSeconds), share.Value)
            : null;
    }

    private static ScalarValue? Find(YamlMapping block, string key) =>
        (MappingKeys.Effective(block).FirstOrDefault(e => e.Key is YamlScalar { Value: TextScalar name } && name.Value == key)?.Value as YamlScalar)?.Value;
}
