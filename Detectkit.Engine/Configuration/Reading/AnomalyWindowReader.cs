using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>
/// Reads <c>anomaly_window</c> and <c>min_anomaly_share</c> of an alerting block. Fields of later reference versions are never an error:
/// what makes no sense is no window, and a warning.
/// </summary>
internal static class AnomalyWindowReader
{
    public const string Duration = "anomaly_window";

    public const string Share = "min_anomaly_share";

    // One point and its share are no window.
    private const int FewestPoints = 2;

    public static AnomalyWindow? Read(YamlMapping block, int intervalSeconds, FileFindings findings)
    {
        var (duration, least) = (LaterSettings.Find(block, Duration), LaterSettings.Find(block, Share));
        if (duration is null && least is null)
        {
            return null;
        }

        if (duration is null || least is null)
        {
            var (there, missing) = least is null ? (duration!, Share) : (least, Duration);
            findings.Add(Rules.AnomalyWindow, there.Span, $"'{Duration}' and '{Share}' work together only; add '{missing}' or remove this.");
            return null;
        }

        var points = LaterSettings.Seconds(duration, least: 1, most: int.MaxValue - 1) / intervalSeconds;
        if (points is not (>= FewestPoints and <= int.MaxValue))
        {
            var words = points is null ? "must be an integer above 0, in seconds, or " + IntervalText.Allowed : FormattableString.Invariant($"must be at least two intervals, {FewestPoints * (long)intervalSeconds}s");
            findings.Add(Rules.AnomalyWindow, duration.Span, $"'{Duration}' {words}; without it only 'consecutive_anomalies' counts.");
            return null;
        }

        if (ShareOf(least) is not { } share)
        {
            findings.Add(Rules.AnomalyWindow, least.Span, $"'{Share}' must be a number above 0 and at most 1; without it only 'consecutive_anomalies' counts.");
            return null;
        }

        return new AnomalyWindow((int)points.Value, share);
    }

    private static double? ShareOf(YamlNode node) => (node as YamlScalar)?.Value switch
    {
        FloatScalar { Value: > 0 and <= 1 } number => number.Value,
        IntegerScalar { Value.IsOne: true } => 1,
        _ => null,
    };
}
