using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Statistics;

namespace Detectkit.Series;

/// <summary>
/// Finds labels that were written in another time zone than the file says: where they stand the series is as usual, and a whole number of
/// hours away, the same for nearly all of them, it is not. So careful that it is silent about whatever is not plain.
/// </summary>
internal static class LabelShift
{
    private const int SecondsPerHour = 3600;
    private const int HoursPerDay = 24;
    private const int MostHours = 14;
    private const int FewestIncidents = 3;

    // In robust standard deviations from what is usual at that hour of the day, averaged over the points of an incident.
    private const double Clear = 4;
    private const double Usual = 1.5;
    private const double Cap = 10;

    // Of the incidents: this many clear after the shift, and no more than the rest of them before it.
    private const double NearlyAll = 0.8;

    // A series of which more points than these are clear has something wherever labels are shifted to.
    private const double MostClearPoints = 0.05;

    /// <summary>Hours to add to each time, from -14 to 14 without 0; null where the labels fit as they are, or nothing is plain.</summary>
    public static int? Find(IncidentLabels labels, MetricSeries series)
    {
        if (labels.Incidents.Count < FewestIncidents || SecondsPerHour % series.IntervalSeconds != 0)
        {
            return null;
        }

        var ranges = labels.Incidents.Select(i => GroundTruth.PointsOf(i, series)).Where(r => r.Length > 0).ToList();
        if (ranges.Count < FewestIncidents || Deviations(series) is not { } deviations)
        {
            return null;
        }

        var pointsPerHour = SecondsPerHour / series.IntervalSeconds;
        var before = Fit(ranges, deviations, 0);
        if (before.Usual < NearlyAll * ranges.Count)
        {
            return null;
        }

        var best = Enumerable.Range(-MostHours, (2 * MostHours) + 1)
            .Where(h => h != 0)
            .Select(h => (Hours: h, Fit: Fit(ranges, deviations, h * pointsPerHour)))
            .OrderByDescending(s => s.Fit.Clear)
            .ThenByDescending(s => s.Fit.Mean)
            .ThenBy(s => Math.Abs(s.Hours))
            .ThenByDescending(s => s.Hours)
            .First();
        return best.Fit.Clear >= Math.Max(FewestIncidents, NearlyAll * ranges.Count) ? best.Hours : null;
    }

    public static Finding? Finding(string path, IncidentLabels labels, MetricSeries series)
    {
        if (Find(labels, series) is not { } hours)
        {
            return null;
        }

        var place = labels.Incidents[0].Position;
        return new Finding(
            Rules.LabelsShifted,
            path,
            new SourceSpan(place, place),
            string.Format(
                CultureInfo.InvariantCulture,
                "Nearly all incidents stand where the series is as usual, and fit it {0} {1} {2}. Their times are taken as {3}; say which 'timezone' they are of, or write them in UTC.",
                Math.Abs(hours),
                Math.Abs(hours) == 1 ? "hour" : "hours",
                hours < 0 ? "earlier" : "later",
                labels.Timezone));
    }

    private static (int Clear, int Usual, double Mean) Fit(List<PointRange> ranges, double[] deviations, int shift)
    {
        var (clear, usual, sum) = (0, 0, 0.0);
        foreach (var range in ranges)
        {
            var (count, total) = (0, 0.0);
            for (var i = Math.Max(0, range.Start + shift); i < Math.Min(deviations.Length, range.End + shift); i++)
            {
                count += double.IsNaN(deviations[i]) ? 0 : 1;
                total += double.IsNaN(deviations[i]) ? 0 : deviations[i];
            }

            var mean = count == 0 ? double.NaN : total / count;
            clear += mean >= Clear ? 1 : 0;
            usual += mean <= Usual ? 1 : 0;
            sum += count == 0 ? 0 : mean;
        }

        return (clear, usual, sum / ranges.Count);
    }

    // From the median of the same hour of the day, in the spread of all such distances; null where there is no spread, or too much is clear.
    private static double[]? Deviations(MetricSeries series)
    {
        var values = series.Values;
        var hours = new List<double>?[HoursPerDay];
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                (hours[HourAt(series, i)] ??= []).Add(values[i]);
            }
        }

        var medians = hours.Select(h => h is null ? double.NaN : Median.InPlace(h.ToArray())).ToArray();
        var deviations = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            deviations[i] = Math.Abs(values[i] - medians[HourAt(series, i)]);
        }

        var valid = deviations.Where(d => !double.IsNaN(d)).ToArray();
        var spread = valid.Length == 0 ? 0 : NormalDistribution.MadToSigma * Median.InPlace(valid);
        if (!(spread > 0))
        {
            return null;
        }

        for (var i = 0; i < deviations.Length; i++)
        {
            deviations[i] = double.IsNaN(deviations[i]) ? double.NaN : Math.Min(Cap, deviations[i] / spread);
        }

        return deviations.Count(d => d >= Clear) > MostClearPoints * valid.Length ? null : deviations;
    }

    private static int HourAt(MetricSeries series, int point) => series.StampAt(point).Hour;
}
