using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Engine.Tests.Alerting;

/// <summary>What one detector says of one timestamp.</summary>
/// <param name="Timestamp">The timestamp, in intervals.</param>
/// <param name="Name">The detector's class.</param>
/// <param name="Side">Above, below or neither.</param>
/// <param name="Severity">Its severity; 0 where it is unknown.</param>
internal sealed record NaiveRecord(int Timestamp, string Name, Verdict Side, double Severity);

/// <summary>The alert rule as the text of the reference's behaviour states it, record by record, at one timestamp at a time.</summary>
/// <param name="MinDetectors">Detectors that must agree.</param>
/// <param name="Consecutive">Timestamps in a row.</param>
/// <param name="Direction">Which way.</param>
/// <param name="WindowPoints">The last timestamps of which a share counts; null for none.</param>
/// <param name="Share">The share.</param>
internal sealed record NaiveAlertRule(int MinDetectors, int Consecutive, AlertDirection Direction, int? WindowPoints, double Share)
{
    public bool HoldsAt(int newest, IReadOnlyList<NaiveRecord> records)
    {
        if (Quorum(Anomalies(newest, records), Direction) is not { } locked)
        {
            return false;
        }

        var run = 0;
        while (Quorum(Anomalies(newest - run, records), locked) is not null)
        {
            run++;
        }

        if (run >= Consecutive)
        {
            return true;
        }

        if (WindowPoints is not { } points)
        {
            return false;
        }

        var matches = Enumerable.Range(newest - points + 1, points).Count(t => Quorum(Anomalies(t, records), locked) is not null);
        return (double)matches / points >= Share;
    }

    private static List<NaiveRecord> Anomalies(int timestamp, IReadOnlyList<NaiveRecord> records) =>
        [.. records.Where(r => r.Timestamp == timestamp && r.Side is (Verdict.Above or Verdict.Below))];

    // The direction that holds from here on, or null without quorum.
    private AlertDirection? Quorum(List<NaiveRecord> anomalies, AlertDirection direction)
    {
        var ups = anomalies.Where(a => a.Side == Verdict.Above).ToList();
        var downs = anomalies.Where(a => a.Side == Verdict.Below).ToList();
        switch (direction)
        {
            case AlertDirection.Up:
                return ups.Count >= MinDetectors ? direction : null;
            case AlertDirection.Down:
                return downs.Count >= MinDetectors ? direction : null;
            case AlertDirection.Any:
                return anomalies.Count >= MinDetectors ? direction : null;
        }

        if (ups.Count < MinDetectors || downs.Count < MinDetectors)
        {
            return ups.Count >= MinDetectors ? AlertDirection.Up : downs.Count >= MinDetectors ? AlertDirection.Down : null;
        }

        if (ups.Count != downs.Count)
        {
            return ups.Count > downs.Count ? AlertDirection.Up : AlertDirection.Down;
        }

        var (up, down) = (Greatest(ups), Greatest(downs));
        var order = up.Severity != down.Severity ? up.Severity.CompareTo(down.Severity) : string.CompareOrdinal(up.Name, down.Name);
        return order >= 0 ? AlertDirection.Up : AlertDirection.Down;
    }

    private static NaiveRecord Greatest(List<NaiveRecord> records) =>
        records.OrderByDescending(r => r.Severity).ThenByDescending(r => r.Name, StringComparer.Ordinal).First();
}
