using System.Globalization;
using Detectkit.Build.Audit;
using Detectkit.Build.Text;
using Detectkit.Build.Tuning;
using Detectkit.Detectors;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>What the audit of a metric has changed.</summary>
/// <param name="Detections">Detections written.</param>
/// <param name="Pruned">Detections deleted.</param>
internal sealed record WrittenAudit(int Detections, int Pruned);

/// <summary>Writes the audit of a metric: its run, its winner's detections, and deletes those of winners that are no longer used.</summary>
/// <param name="connection">The database; the caller commits.</param>
/// <param name="sql">Its words.</param>
/// <param name="detections">The table of the metric's detections.</param>
internal sealed class MetricAudit(AuditConnection connection, AuditSql sql, AuditTable detections)
{
    /// <summary>Writes it.</summary>
    /// <param name="outcome">The metric.</param>
    /// <param name="proposed">The detectors on the branch.</param>
    /// <param name="now">The present, UTC.</param>
    /// <returns>What was changed.</returns>
    public WrittenAudit Write(MetricOutcome outcome, ProposedDetectors proposed, DateTime now)
    {
        var (metric, runs) = (outcome.File.Metric, AuditTable.Runs());
        var earlier = connection.Read(sql.Select(runs, ["winning_detector_id"], ["metric_name"]), metric.Name).Select(r => r[0] as string).OfType<string>().ToList();
        AuditRows.Write(connection, sql, runs, [RunRow.Of(outcome.Complete(), now)]);
        if (outcome.Fate is not (MetricFate.Tuned or MetricFate.Unchanged or MetricFate.Kept or MetricFate.TradeOff))
        {
            return new WrittenAudit(0, 0);
        }

        // The tuned file has the winner in place of those that are tuned now; they stay until it is merged.
        var used = metric.Detectors.Select(DetectorId.Of).Concat(proposed.Of(outcome.File.File.Path)).ToHashSet(StringComparer.Ordinal);
        var written = 0;
        if (outcome is { Fate: MetricFate.Tuned or MetricFate.Unchanged, Search.Result: { } result, Loaded: { } loaded })
        {
            foreach (var detector in result.Proposed)
            {
                used.Add(detector.Id);
                written += AuditRows.Write(connection, sql, detections, DetectionRows.Of(metric.Name, detector.Detector, loaded.Series.Newest(outcome.Settings.MaxHistory), now));
            }
        }

        return new WrittenAudit(written, proposed.AreKnown ? Prune(metric.Name, earlier.Where(id => !used.Contains(id))) : 0);
    }

    private int Prune(string metric, IEnumerable<string> detectors)
    {
        var pruned = 0;
        foreach (var id in detectors.Distinct().Order(StringComparer.Ordinal))
        {
            pruned += Convert.ToInt32(connection.Read(sql.Count(detections, ["metric_name", "detector_id"]), metric, id)[0][0], CultureInfo.InvariantCulture);
            connection.Execute(sql.Delete(detections, ["metric_name", "detector_id"]), metric, id);
        }

        return pruned;
    }
}
