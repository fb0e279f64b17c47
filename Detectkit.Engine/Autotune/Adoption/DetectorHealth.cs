using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Scoring;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Adoption;

/// <summary>How a metric's detectors, one of them tunable or none, do on the history from the first band on, and whether labels mark a point of it.</summary>
internal sealed record DetectorHealth(string Metric, bool IsLabelled, bool IsTunable, double AlertsPerWeek, double AlertShare, bool IsBlind)
{
    // A detector that alerts for longer than this has no few long incidents, it has the wrong band.
    internal const double FailingShare = 0.1;

    /// <summary>Whether one of the metric's detectors is carried for Python detectkit and not run here.</summary>
    public bool IsJudgedElsewhere { get; init; }

    /// <summary>Whether an alert stands more often than any real incident could explain.</summary>
    public bool IsFailing => AlertShare > FailingShare;

    public static DetectorHealth Create(MetricConfig metric, AlertReplay played, ReadOnlySpan<bool> marked, int intervalSeconds)
    {
        var range = new PointRange(played.FirstBand, played.Alerts.Length);
        var alerts = FalseAlerts.In(played.Alerts, marked, range).Count;
        var points = Math.Max(1, range.Length);
        return new DetectorHealth(
            metric.Name,
            marked.Contains(true),
            metric.Detectors.Any(d => d is WindowedDetector),
            range.PerWeek(alerts, intervalSeconds),
            (double)played.Alerts.AsSpan(Math.Min(range.Start, range.End)).Count(true) / points,
            played.IsBlind)
        {
            IsJudgedElsewhere = metric.Detectors.Any(d => d is AutoregDetector),
        };
    }

    /// <summary>What is wrong that needs no label to be seen, null if nothing is; <paramref name="who"/> is what the detectors are called.</summary>
    public string? Trouble(AutotuneSettings settings, string who) =>
        IsBlind ? $"{who} has no band at more than half of the points"
        : IsFailing ? string.Create(CultureInfo.InvariantCulture, $"{who} alerts during {FixedNotation.Format(100 * AlertShare, 0)} % of the time")
        : AlertsPerWeek > settings.MaxAlertsPerWeek ? $"{who} has {FixedNotation.Format(AlertsPerWeek, 1)} alerts a week, and the limit is {Plain(settings.MaxAlertsPerWeek)}"
        : null;

    /// <summary>Why an unlabelled metric's current detector stays, whatever is proposed; null if it need not.</summary>
    public string? Staying(AutotuneSettings settings) => settings.Unlabelled switch
    {
        UnlabelledPolicy.Default => null,

        // Whoever asks for a detector where there is none shall have one.
        UnlabelledPolicy.Noisy when !IsTunable => null,
        UnlabelledPolicy.Noisy when Trouble(settings, "") is not null => null,
        _ => $"no labels, and {FixedNotation.Format(AlertsPerWeek, 1)} alerts a week; to tune it, label its incidents: dotnet build -t:DetectkitLabel -p:AutotuneSelect={Metric}",
    };

    private static string Plain(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
