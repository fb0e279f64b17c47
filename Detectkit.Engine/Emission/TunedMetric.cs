using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Configuration.Fields;
using Detectkit.Detectors;

namespace Detectkit.Emission;

/// <summary>What a metric is to be after tuning, as a model; the emitted text must read as exactly this.</summary>
internal static partial class TunedMetric
{
    public static MetricConfig InNewFile(MetricConfig metric, AutotuneResult result)
    {
        var name = metric.Name + "__tuned_" + result.RunId;
        var folder = metric.FilePath[..(metric.FilePath.LastIndexOf('/') + 1)];
        return metric with
        {
            Name = name,
            FilePath = folder + FileName(metric, result),
            LoadingStartTime = TrainingStart(result),
            SeasonalityColumns = ProvidesSeasonality(metric) || ChosenColumns(result) is not { Count: > 0 } chosen ? metric.SeasonalityColumns : chosen,
            Detectors = result.Proposed.Select(p => Detector(p, NewFileParameters(p, result))).ToValueList(),
            Alerting = (metric.TunedAlerting ?? NewBlock(result)) is { } block ? [WithRule(block, result) with { MinDetectors = Math.Min(block.MinDetectors, result.Proposed.Count) }] : [],
            Tables = null,
            Autotune = null,
            Enabled = true,
        };
    }

    public static MetricConfig InPlace(MetricConfig metric, AutotuneResult result)
    {
        var proposed = new Queue<Candidate>(result.Proposed);
        var detectors = new List<DetectorConfig>();
        foreach (var detector in metric.Detectors)
        {
            if (detector is not WindowedDetector windowed)
            {
                detectors.Add(detector);
            }
            else if (proposed.TryDequeue(out var next))
            {
                detectors.Add(Detector(next, InPlaceParameters(metric, result, next, windowed)));
            }
        }

        detectors.AddRange(proposed.Select(p => Detector(p, InPlaceParameters(metric, result, p, replaced: null))));
        return metric with
        {
            Detectors = detectors.ToValueList(),
            SeasonalityColumns = metric.SeasonalityColumns.Concat(MissingColumns(metric, result)).ToValueList(),
            Alerting = metric.Alerting
                .DefaultIfEmpty(NewBlock(result))
                .OfType<AlertingConfig>()
                .Select((a, i) => (i == 0 ? WithRule(a, result) : a) with { MinDetectors = Math.Min(a.MinDetectors, detectors.Count) })
                .ToValueList(),
        };
    }

    public static string FileName(MetricConfig metric, AutotuneResult result)
    {
        var file = metric.FilePath[(metric.FilePath.LastIndexOf('/') + 1)..];
        var stem = file.LastIndexOf('.') is > 0 and var dot ? file[..dot] : file;
        return (stem.Length > 0 ? stem : metric.Name) + "__tuned_" + result.RunId + ".yml";
    }

    public static bool IsFileName(string path) => CopyName().IsMatch(path);

    /// <summary>Chosen seasonality columns that the metric does not list; none where its query provides the seasonality.</summary>
    public static IEnumerable<string> MissingColumns(MetricConfig metric, AutotuneResult result) =>
        ProvidesSeasonality(metric) ? [] : ChosenColumns(result).Except(metric.SeasonalityColumns, StringComparer.Ordinal);

    /// <summary>The parameters of a detector in a file of its own, as later versions of Python detectkit write them.</summary>
    public static ParameterSet NewFileParameters(Candidate proposed, AutotuneResult result) => Started(proposed.Parameters, TrainingStart(result));

    /// <summary>
    /// The parameters of a detector in the metric's own file. <c>batch_size</c> and <c>start_time</c> say when a detector runs, not what it
    /// finds, and stay. Only a detector that has no rows yet needs a start: one that the file has already goes on where it is, and moving its
    /// start would leave a hole.
    /// </summary>
    public static ParameterSet InPlaceParameters(MetricConfig metric, AutotuneResult result, Candidate proposed, WindowedDetector? replaced)
    {
        var present = metric.Detectors.OfType<WindowedDetector>().ToList();
        var parameters = replaced?.BatchSize is { } size ? proposed.Parameters.With(DetectorFields.BatchSize.Name, ParameterValue.From(size)) : proposed.Parameters;
        var id = DetectorId.Of(proposed.Detector);
        return Started(
            parameters,
            present.Find(d => DetectorId.Of(d) == id) is { } same ? same.StartTime : replaced?.StartTime ?? present.Find(d => d.StartTime is not null)?.StartTime ?? TrainingStart(result));
    }

    // A rule that says more than that every anomaly is an alert has to stand somewhere; without channels the block alerts nobody.
    private static AlertingConfig? NewBlock(AutotuneResult result) => result.AnomalyWindow is null ? null : new AlertingConfig();

    private static AlertingConfig WithRule(AlertingConfig block, AutotuneResult result)
    {
        var tuned = block with { ConsecutiveAnomalies = result.ConsecutiveAnomalies ?? block.ConsecutiveAnomalies };
        return result is { Strategy: AutotuneStrategy.Robust, ConsecutiveAnomalies: { } anomalies }
            ? tuned with { AnomalyWindow = result.AnomalyWindow is { } points ? AnomalyWindow.Create(anomalies, points) : null }
            : tuned;
    }

    private static DetectorConfig Detector(Candidate proposed, ParameterSet parameters) =>
        DetectorParameters.Read(proposed.Detector.Type, parameters).Detector ?? proposed.Detector;

    private static ParameterSet Started(ParameterSet parameters, string? start) => start is null || parameters.Find(DetectorFields.StartTime.Name) is not null
        ? parameters
        : parameters.With(DetectorFields.StartTime.Name, ParameterValue.From(start));

    private static string TrainingStart(AutotuneResult result) => result.TrainingStart.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static bool ProvidesSeasonality(MetricConfig metric) => metric.QueryColumns is { Seasonality.Count: > 0 };

    private static ValueList<string> ChosenColumns(AutotuneResult result) =>
        (result.Seasonality ?? []).SelectMany(c => c.Columns).Distinct(StringComparer.Ordinal).ToValueList();

    [GeneratedRegex(@"__tuned_[0-9a-f]{6}\.ya?ml\z", RegexOptions.CultureInvariant)]
    private static partial Regex CopyName();
}
