using Detectkit.Configuration;

namespace Detectkit.Generators.Emission;

/// <summary>Writes a metric's configuration as an object creation expression that compares equal to it.</summary>
internal static class ConfigExpression
{
    private static readonly MetricConfig Standard = new() { Name = "", IntervalSeconds = 1 };
    private static readonly AlertingConfig StandardAlerting = new();
    private static readonly AutotuneConfig StandardAutotune = new();
    private static readonly QueryColumns StandardColumns = new();

    /// <summary>The expression, for a place that has the type and in which name, interval and detectors are members already.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The expression.</returns>
    public static string Of(MetricConfig metric) => new ObjectInitializer()
        .Set(nameof(metric.Name), "Name")
        .SetUnless(nameof(metric.FilePath), metric.FilePath, Standard.FilePath, Literal.Of)
        .SetUnless(nameof(metric.Description), metric.Description, Standard.Description, Literal.Of)
        .SetUnless(nameof(metric.Tags), metric.Tags, Standard.Tags, ListExpression.OfTexts)
        .SetUnless(nameof(metric.Profile), metric.Profile, Standard.Profile, Literal.Of)
        .SetUnless(nameof(metric.SourceProfile), metric.SourceProfile, Standard.SourceProfile, Literal.Of)
        .SetUnless(nameof(metric.Enabled), metric.Enabled, Standard.Enabled, Literal.Of)
        .Set(nameof(metric.IntervalSeconds), "IntervalSeconds")
        .SetUnless(nameof(metric.Query), metric.Query, Standard.Query, Literal.Of)
        .SetUnless(nameof(metric.QueryFile), metric.QueryFile, Standard.QueryFile, Literal.Of)
        .SetUnless(nameof(metric.QueryColumns), metric.QueryColumns, Standard.QueryColumns, Columns)
        .SetUnless(nameof(metric.LoadingStartTime), metric.LoadingStartTime, Standard.LoadingStartTime, Literal.Of)
        .SetUnless(nameof(metric.LoadingDelaySeconds), metric.LoadingDelaySeconds, Standard.LoadingDelaySeconds, Literal.Of)
        .SetUnless(nameof(metric.LoadingBatchSize), metric.LoadingBatchSize, Standard.LoadingBatchSize, Literal.Of)
        .SetUnless(nameof(metric.SeasonalityColumns), metric.SeasonalityColumns, Standard.SeasonalityColumns, ListExpression.OfTexts)
        .SetUnless(nameof(metric.Detectors), metric.Detectors, Standard.Detectors, Detectors)
        .SetUnless(nameof(metric.Alerting), metric.Alerting, Standard.Alerting, blocks => ListExpression.Of(blocks, Alerting))
        .SetUnless(nameof(metric.Tables), metric.Tables, Standard.Tables, Tables)
        .SetUnless(nameof(metric.Autotune), metric.Autotune, Standard.Autotune, Autotune)
        .ToString();

    private static string Detectors(ValueList<DetectorConfig> detectors) =>
        ListExpression.Of(Enumerable.Range(1, detectors.Count), number => "Detector" + Literal.Of(number));

    private static string Columns(QueryColumns? columns) => columns is null ? "null" : new ObjectInitializer()
        .SetUnless(nameof(columns.Timestamp), columns.Timestamp, StandardColumns.Timestamp, Literal.Of)
        .SetUnless(nameof(columns.Metric), columns.Metric, StandardColumns.Metric, Literal.Of)
        .SetUnless(nameof(columns.Seasonality), columns.Seasonality, StandardColumns.Seasonality, ListExpression.OfTexts)
        .ToString();

    private static string Tables(TablesConfig? tables) =>
        tables is null ? "null" : "new(" + Literal.Of(tables.Datapoints) + ", " + Literal.Of(tables.Detections) + ")";

    private static string Alerting(AlertingConfig block) => new ObjectInitializer()
        .SetUnless(nameof(block.Enabled), block.Enabled, StandardAlerting.Enabled, Literal.Of)
        .SetUnless(nameof(block.Timezone), block.Timezone, StandardAlerting.Timezone, Literal.Of)
        .SetUnless(nameof(block.Channels), block.Channels, StandardAlerting.Channels, ListExpression.OfTexts)
        .SetUnless(nameof(block.MinDetectors), block.MinDetectors, StandardAlerting.MinDetectors, Literal.Of)
        .SetUnless(nameof(block.Direction), block.Direction, StandardAlerting.Direction, Literal.OfEnum)
        .SetUnless(nameof(block.ConsecutiveAnomalies), block.ConsecutiveAnomalies, StandardAlerting.ConsecutiveAnomalies, Literal.Of)
        .SetUnless(
            nameof(block.AnomalyWindow), block.AnomalyWindow, StandardAlerting.AnomalyWindow,
            window => "new(" + Literal.Of(window!.Points) + ", " + Literal.Of(window.MinShare) + ")")
        .SetUnless(nameof(block.NoDataAlert), block.NoDataAlert, StandardAlerting.NoDataAlert, Literal.Of)
        .SetUnless(nameof(block.TemplateSingle), block.TemplateSingle, StandardAlerting.TemplateSingle, Literal.Of)
        .SetUnless(nameof(block.TemplateConsecutive), block.TemplateConsecutive, StandardAlerting.TemplateConsecutive, Literal.Of)
        .SetUnless(nameof(block.TemplateRecovery), block.TemplateRecovery, StandardAlerting.TemplateRecovery, Literal.Of)
        .SetUnless(nameof(block.TemplateNoData), block.TemplateNoData, StandardAlerting.TemplateNoData, Literal.Of)
        .SetUnless(nameof(block.AlertCooldown), block.AlertCooldown, StandardAlerting.AlertCooldown, ParameterExpression.Of)
        .SetUnless(
            nameof(block.CooldownResetOnRecovery), block.CooldownResetOnRecovery, StandardAlerting.CooldownResetOnRecovery, Literal.Of)
        .SetUnless(nameof(block.NotifyOnRecovery), block.NotifyOnRecovery, StandardAlerting.NotifyOnRecovery, Literal.Of)
        .SetUnless(nameof(block.Mentions), block.Mentions, StandardAlerting.Mentions, ListExpression.OfTexts)
        .SetUnless(nameof(block.SuppressUntil), block.SuppressUntil, StandardAlerting.SuppressUntil, Literal.Of)
        .SetUnless(nameof(block.DashboardUrl), block.DashboardUrl, StandardAlerting.DashboardUrl, Literal.Of)
        .SetUnless(
            nameof(block.Links), block.Links, StandardAlerting.Links,
            links => ListExpression.Of(links, link => "new(" + Literal.Of(link.Key) + ", " + Literal.Of(link.Value) + ")"))
        .ToString();

    private static string Autotune(AutotuneConfig? autotune) => autotune is null ? "null" : new ObjectInitializer()
        .SetUnless(nameof(autotune.Enabled), autotune.Enabled, StandardAutotune.Enabled, Literal.Of)
        .SetUnless(
            nameof(autotune.DetectorTypes), autotune.DetectorTypes, StandardAutotune.DetectorTypes,
            types => ListExpression.Of(types!, Literal.OfEnum))
        .SetUnless(
            nameof(autotune.ScoringMetric), autotune.ScoringMetric, StandardAutotune.ScoringMetric, metric => Literal.OfEnum(metric!.Value))
        .SetUnless(nameof(autotune.Beta), autotune.Beta, StandardAutotune.Beta, Literal.Of)
        .SetUnless(nameof(autotune.LabelsFile), autotune.LabelsFile, StandardAutotune.LabelsFile, Literal.Of)
        .SetUnless(nameof(autotune.Incidents), autotune.Incidents, StandardAutotune.Incidents, IncidentExpression.Of)
        .SetUnless(
            nameof(autotune.SeasonalityCandidates), autotune.SeasonalityCandidates, StandardAutotune.SeasonalityCandidates,
            columns => ListExpression.OfTexts(columns!))
        .SetUnless(nameof(autotune.FixedParams), autotune.FixedParams, StandardAutotune.FixedParams, ParameterExpression.OfSet)
        .SetUnless(nameof(autotune.Folds), autotune.Folds, StandardAutotune.Folds, Literal.Of)
        .SetUnless(nameof(autotune.MaxHistory), autotune.MaxHistory, StandardAutotune.MaxHistory, Literal.Of)
        .SetUnless(nameof(autotune.MaxAlertsPerWeek), autotune.MaxAlertsPerWeek, StandardAutotune.MaxAlertsPerWeek, Literal.Of)
        .ToString();
}
