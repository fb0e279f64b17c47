using System.Globalization;
using Detectkit.Alerting;
using Detectkit.Configuration;

namespace Detectkit.Autotune.Robust;

/// <summary>An alert rule: so many anomalies among at least as many points, the newest of which is one.</summary>
internal readonly record struct RuleShape(int Anomalies, int Points)
{
    /// <summary>The shape of a rule; of two that are joined by "or" the wider one.</summary>
    public static RuleShape Create(AlertRule rule) =>
        rule.Window is { } window ? new RuleShape(window.Anomalies, window.Points) : new RuleShape(rule.ConsecutiveAnomalies, rule.ConsecutiveAnomalies);

    /// <summary>Whether the anomalies need not be in a row.</summary>
    public bool IsWindow => Points > Anomalies;

    public override string ToString() => IsWindow
        ? string.Create(CultureInfo.InvariantCulture, $"{Anomalies} anomalies among {Points} points")
        : Anomalies == 1 ? "the first anomaly" : string.Create(CultureInfo.InvariantCulture, $"{Anomalies} anomalies in a row");

    /// <summary>The rule's score per point, from signed distances from the window's centre in spreads, NaN where there is no band: the alert stands there at exactly the thresholds below it. Scores not above the floor are given as
    /// negative infinity, because no threshold lies there.</summary>
    public void Score(ReadOnlySpan<double> sigmas, AlertDirection direction, double floor, Span<double> scores)
    {
        scores.Fill(double.NegativeInfinity);
        ReadOnlySpan<int> signs = direction switch
        {
            AlertDirection.Any => [0],
            AlertDirection.Up => [1],
            AlertDirection.Down => [-1],
            _ => [1, -1],
        };
        foreach (var sign in signs)
        {
            ScoreSide(sigmas, sign, floor, scores);
        }
    }

    private void ScoreSide(ReadOnlySpan<double> sigmas, int sign, double floor, Span<double> scores)
    {
        Span<double> top = stackalloc double[Anomalies];
        var above = 0;
        for (var i = 0; i < sigmas.Length; i++)
        {
            above += Side(sigmas[i], sign) > floor ? 1 : 0;
            above -= i >= Points && Side(sigmas[i - Points], sign) > floor ? 1 : 0;

            // The rule holds where the newest point itself is one of the anomalies.
            var newest = Side(sigmas[i], sign);
            if (above < Anomalies || !(newest > floor))
            {
                continue;
            }

            top.Fill(double.NegativeInfinity);
            for (var j = Math.Max(0, i - Points + 1); j <= i; j++)
            {
                Insert(top, Side(sigmas[j], sign));
            }

            scores[i] = Math.Max(scores[i], Math.Min(newest, top[^1]));
        }
    }

    private static double Side(double sigma, int sign) => sign == 0 ? Math.Abs(sigma) : sign * sigma;

    // Descending; NaN compares false and is left out.
    private static void Insert(Span<double> top, double value)
    {
        for (var k = 0; k < top.Length; k++)
        {
            if (value > top[k])
            {
                (value, top[k]) = (top[k], value);
            }
        }
    }
}
