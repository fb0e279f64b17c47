using Detectkit.Configuration.Fields;
using Detectkit.Labels;

namespace Detectkit.Configuration.Reading;

/// <summary>Reads <c>autotune</c>.</summary>
internal static class AutotuneReader
{
    /// <summary>The block; null where there is none.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="seasonality">The seasonality columns that the metric provides.</param>
    public static AutotuneConfig? Read(MappingReader metric, ValueList<string> seasonality)
    {
        if (metric.SubMapping(MetricFields.Autotune) is not { } block)
        {
            return null;
        }

        var plain = new AutotuneConfig();
        var types = block.TextList(AutotuneFields.DetectorTypes)?.Select(name => DetectorTypeName.Parse(name)!.Value).ToValueList();
        var candidates = block.TextList(AutotuneFields.SeasonalityCandidates);
        var searched = seasonality.Where(c => c != "is_holiday" && candidates?.Contains(c) != false);
        return new AutotuneConfig
        {
            Enabled = block.Boolean(AutotuneFields.Enabled) ?? plain.Enabled,
            DetectorTypes = types,
            ScoringMetric = ScoringOf(block.Text(AutotuneFields.ScoringMetric)),
            Beta = block.Number(AutotuneFields.Beta) ?? plain.Beta,
            LabelsFile = block.Text(AutotuneFields.LabelsFile),
            Incidents = Incidents(block),
            SeasonalityCandidates = candidates,
            FixedParams = FixedParameterReader.Read(block, types ?? DetectorConfig.TunedTypes.ToValueList(), searched.Any()),
            Folds = block.Whole(AutotuneFields.Folds) ?? plain.Folds,
            MaxHistory = block.Whole(AutotuneFields.MaxHistory),
            MaxAlertsPerWeek = block.Number(AutotuneFields.MaxAlertsPerWeek) is { } alerts && !double.IsNaN(alerts) ? alerts : null,
        };
    }

    private static ScoringMetric? ScoringOf(string? name) => name switch
    {
        "mcc" => ScoringMetric.Mcc,
        "f1" => ScoringMetric.F1,
        "f_beta" => ScoringMetric.FBeta,
        "balanced_accuracy" => ScoringMetric.BalancedAccuracy,
        "roc_auc" => ScoringMetric.RocAuc,
        "pr_auc" => ScoringMetric.PrAuc,
        "event_f1" => ScoringMetric.EventF1,
        _ => null,
    };

    private static IncidentLabels? Incidents(MappingReader block)
    {
        var incidents = block.Value(AutotuneFields.Incidents);
        var timezone = block.Value(AutotuneFields.IncidentsTimezone);
        if (incidents is null)
        {
            if (timezone is not null)
            {
                block.Findings.Add(Rules.ZoneWithoutIncidents, timezone.Key.Span, "'incidents_timezone' has no effect without 'incidents'.");
            }

            return null;
        }

        if (block.Value(AutotuneFields.LabelsFile) is not null)
        {
            block.Findings.Add(Rules.LabelsTwice, incidents.Key.Span, "'incidents' is ignored because of 'labels_file', and rejected by later versions of Python detectkit; keep one.");
        }

        return InlineLabels.Read(incidents, timezone, block.Findings);
    }
}
