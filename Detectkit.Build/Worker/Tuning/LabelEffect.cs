using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Build.Worker.Inputs;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Build.Worker.Tuning;

/// <summary>Finds labels that mark nothing, which the search passes over in silence.</summary>
internal static class LabelEffect
{
    /// <summary>A warning for each incident that marks no point of the series.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="series">Its history.</param>
    /// <returns>The warnings, at the incidents.</returns>
    public static IEnumerable<Finding> WithoutEffect(MetricFile metric, ChosenLabels labels, MetricSeries series)
    {
        var (first, last) = (Format(series.StampAt(0)), Format(series.StampAt(series.Count - 1)));
        foreach (var incident in GroundTruth.Mark(labels.Labels, series).WithoutEffect)
        {
            var what = (incident.Label is null ? "the incident" : $"the incident '{incident.Label}'")
                + (incident.IsPoint ? " at " + Format(incident.Start) : $" from {Format(incident.Start)} to {Format(incident.End)}");
            yield return new Finding(
                Rules.IncidentMarksNothing,
                labels.FullPath ?? metric.File.FullPath,
                new SourceSpan(incident.Position, incident.Position),
                $"{what} UTC marks no point of '{metric.DisplayName}', whose series runs from {first} to {last} UTC");
        }
    }

    private static string Format(DateTime stamp) => stamp.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
