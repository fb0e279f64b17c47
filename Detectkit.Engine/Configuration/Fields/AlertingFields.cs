using Detectkit.Configuration.Reading;
using Row = Detectkit.Configuration.Fields.Row<Detectkit.Configuration.AlertingConfig>;

namespace Detectkit.Configuration.Fields;

/// <summary>The fields of an alerting block.</summary>
internal static class AlertingFields
{
    public static readonly Row Channels = Row.Create("channels", "Channels of profiles.yml that get the alert.", b => b.Channels, (b, v) => b with { Channels = v }) with { AllowsNull = false };

    /// <summary>An alerting block. Its <c>anomaly_window</c> is counted in the metric's interval, which the block does not know.</summary>
    public static readonly Table<AlertingConfig> Block = new(
        "an alerting block",
        new AlertingConfig(),
        [
            Row.Create("enabled", "Whether the block takes part.", b => b.Enabled, (b, v) => b with { Enabled = v }),
            Row.Create("timezone", "IANA zone in which alerts show times, such as Europe/Oslo.", b => b.Timezone, (b, v) => b with { Timezone = v }) with
            {
                Reading = (block, field, _) => AlertingReader.Zone(block, field),
            },
            Channels,
            Row.Create("min_detectors", "Detectors that must agree.", b => b.MinDetectors, (b, v) => b with { MinDetectors = v }) with { Minimum = 1, IsAlwaysWritten = true },
            Row.Create(
                "direction", "Which way the anomalies must point: all the same way, any, above the band (up) or below (down).", b => b.Direction, (b, v) => b with { Direction = v }),
            Row.Create("consecutive_anomalies", "Anomalies in a row that make an alert.", b => b.ConsecutiveAnomalies, (b, v) => b with { ConsecutiveAnomalies = v }) with { Minimum = 1 },
            Row.Create("no_data_alert", "Whether missing data makes an alert.", b => b.NoDataAlert, (b, v) => b with { NoDataAlert = v }),
            Row.Create("template_single", "Text of an alert on one anomaly.", b => b.TemplateSingle, (b, v) => b with { TemplateSingle = v }),
            Row.Create("template_consecutive", "Text of an alert on several anomalies in a row.", b => b.TemplateConsecutive, (b, v) => b with { TemplateConsecutive = v }),
            Row.Create("template_recovery", "Text of a notice of recovery.", b => b.TemplateRecovery, (b, v) => b with { TemplateRecovery = v }),
            Row.Create("template_no_data", "Text of an alert on missing data.", b => b.TemplateNoData, (b, v) => b with { TemplateNoData = v }),
            Row.Create(
                "alert_cooldown", FieldKind.Interval, "Least time between two alerts; none where left out, empty or 0.", b => b.AlertCooldown, (b, v) => b with { AlertCooldown = v },
                (block, field, read) => IntervalReader.Cooldown(block, field, IsActive(read) ? Rules.Interval : Rules.InactiveSetting)) with { Minimum = 0 },
            Row.Create("cooldown_reset_on_recovery", "Whether recovery ends the cooldown.", b => b.CooldownResetOnRecovery, (b, v) => b with { CooldownResetOnRecovery = v }),
            Row.Create("notify_on_recovery", "Whether recovery is told.", b => b.NotifyOnRecovery, (b, v) => b with { NotifyOnRecovery = v }),
            Row.Create("mentions", "Users or groups to mention, without @.", b => b.Mentions, (b, v) => b with { Mentions = v }) with { AllowsNull = false },
            Row.Create("suppress_until", "No alerts until this time, in UTC and in quotes: \"YYYY-MM-DD HH:MM:SS\".", b => b.SuppressUntil, (b, v) => b with { SuppressUntil = v }) with
            {
                Reading = (block, field, read) => block.Timestamp(field, IsActive(read) ? Rules.TimeFormat : Rules.InactiveSetting),
            },
            Row.Create("dashboard_url", "Address that alerts link to: http:// or https://.", b => b.DashboardUrl, (b, v) => b with { DashboardUrl = v }) with
            {
                Pattern = "^(https?://.*)?$", Reading = (block, field, _) => AlertingReader.Dashboard(block, field),
            },
            Row.Create(
                "links", FieldKind.TextMap, "More links, label to address: http:// or https://.", b => b.Links, (b, v) => b with { Links = v },
                (block, field, _) => AlertingReader.Links(block, field)) with { AllowsNull = false, Pattern = "^https?://" },
        ],
        ["anomaly_window", "min_anomaly_share"]);

    // The reference's alert step looks at no other block.
    private static bool IsActive(AlertingConfig block) => block is { Enabled: true, Channels.Count: > 0 };
}
