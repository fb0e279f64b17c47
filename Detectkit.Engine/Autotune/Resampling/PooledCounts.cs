using Detectkit.Configuration;
using Detectkit.Scoring;

namespace Detectkit.Autotune.Resampling;

/// <summary>How alerts and incidents agree over all training points together.</summary>
/// <param name="Incidents">Incidents.</param>
/// <param name="Caught">Those with an alert in them.</param>
/// <param name="Positives">Points in incidents.</param>
/// <param name="TruePositives">Those with an alert.</param>
/// <param name="Negatives">Other points.</param>
/// <param name="FalsePositives">Those with an alert.</param>
/// <param name="Alarms">Runs of those.</param>
internal readonly record struct PooledCounts(
    long Incidents, long Caught, long Positives, long TruePositives, long Negatives, long FalsePositives, long Alarms)
{
    /// <summary>The words for the score without a metric.</summary>
    public const string MeanWords = "mean of F1 by point, Matthews correlation and F1 by event (counted by alert and by point), all training points pooled";

    /// <summary>The mean of point F1, MCC and both event F1: no single one of them picks what holds up.</summary>
    public double Mean
    {
        get
        {
            var counts = Counts;
            return (counts.Score(ScoringMetric.F1, 1) + counts.Score(ScoringMetric.Mcc, 1)
                + EventScore.F1(Caught, Incidents, Alarms) + EventScore.F1(Caught, Incidents, FalsePositives)) / 4;
        }
    }

    private ConfusionCounts Counts => new(TruePositives, FalsePositives, Positives - TruePositives, Negatives - FalsePositives);

    /// <summary>The score by a metric that was asked for, else the mean; metrics that rank have no alerts to count and give the mean too.</summary>
    public double Score(AutotuneSettings settings) => settings switch
    {
        { IsScoringChosen: false } or { ScoringMetric: ScoringMetric.RocAuc or ScoringMetric.PrAuc } => Mean,
        { ScoringMetric: ScoringMetric.EventF1 } => EventScore.F1(Caught, Incidents, FalsePositives),
        _ => Counts.Score(settings.ScoringMetric, settings.Beta),
    };
}
