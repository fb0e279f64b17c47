namespace Detectkit.Configuration.Fields;

/// <summary>The fields of an alerting block.</summary>
internal static class AlertingFields
{
    private const string AddressPattern = "^(https?://.*)?$";

    public static readonly Field Enabled = Switch("enabled", "Whether the block takes part.", true);

    public static readonly Field Timezone = new("timezone", FieldKind.Text, "IANA zone in which alerts show times, such as Europe/Oslo.");

    public static readonly Field Channels = List("channels", "Channels of profiles.yml that get the alert.");

    public static readonly Field MinDetectors = Whole("min_detectors", "Detectors that must agree.", 1);

    public static readonly Field Direction = new(
        "direction", FieldKind.Text, "Which way the anomalies must point: all the same way, any, above the band (up) or below (down).")
    {
        AllowsNull = false, Choices = ["same", "any", "up", "down"], Default = ParameterValue.From("same"),
    };

    public static readonly Field ConsecutiveAnomalies = Whole("consecutive_anomalies", "Anomalies in a row that make an alert.", 3);

    public static readonly Field NoDataAlert = Switch("no_data_alert", "Whether missing data makes an alert.", false);

    public static readonly Field TemplateSingle = Text("template_single", "Text of an alert on one anomaly.");

    public static readonly Field TemplateConsecutive = Text("template_consecutive", "Text of an alert on several anomalies in a row.");

    public static readonly Field TemplateRecovery = Text("template_recovery", "Text of a notice of recovery.");

    public static readonly Field TemplateNoData = Text("template_no_data", "Text of an alert on missing data.");

    public static readonly Field AlertCooldown = new("alert_cooldown", FieldKind.Interval, "Least time between two alerts; none where left out, empty or 0.")
    {
        Minimum = 0,
    };

    public static readonly Field CooldownResetOnRecovery = Switch("cooldown_reset_on_recovery", "Whether recovery ends the cooldown.", true);

    public static readonly Field NotifyOnRecovery = Switch("notify_on_recovery", "Whether recovery is told.", false);

    public static readonly Field Mentions = List("mentions", "Users or groups to mention, without @.");

    public static readonly Field SuppressUntil = new(
        "suppress_until", FieldKind.Text, "No alerts until this time, in UTC and in quotes: \"YYYY-MM-DD HH:MM:SS\".");

    public static readonly Field DashboardUrl = new("dashboard_url", FieldKind.Text, "Address that alerts link to: http:// or https://.")
    {
        Pattern = AddressPattern,
    };

    public static readonly Field Links = new("links", FieldKind.TextMap, "More links, label to address: http:// or https://.")
    {
        AllowsNull = false, Pattern = "^https?://",
    };

    /// <summary>An alerting block.</summary>
    public static readonly Shape Block = new(
        "an alerting block",
        [
            Enabled, Timezone, Channels, MinDetectors, Direction, ConsecutiveAnomalies, NoDataAlert, TemplateSingle, TemplateConsecutive,
            TemplateRecovery, TemplateNoData, AlertCooldown, CooldownResetOnRecovery, NotifyOnRecovery, Mentions, SuppressUntil, DashboardUrl, Links,
        ],
        ["anomaly_window", "min_anomaly_share"]);

    private static Field Switch(string name, string description, bool standard) => new(name, FieldKind.Boolean, description)
    {
        AllowsNull = false, Default = ParameterValue.From(standard),
    };

    private static Field Whole(string name, string description, int standard) => new(name, FieldKind.Whole, description)
    {
        AllowsNull = false, Minimum = 1, Default = ParameterValue.From(standard),
    };

    private static Field List(string name, string description) => new(name, FieldKind.TextList, description)
    {
        AllowsNull = false, Default = ParameterValue.From((ValueList<ParameterValue>)[]),
    };

    private static Field Text(string name, string description) => new(name, FieldKind.Text, description);
}
