using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Configuration.Reading;
using Detectkit.Configuration;
using Detectkit.Yaml.Editing;
using Detectkit.Yaml;

namespace Detectkit.Emission;

/// <summary>A tuned metric as the nodes of a file of its own, fields in the reference's order, only those that are set.</summary>
internal static class MetricTree
{
    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 3600;
    private const int SecondsPerDay = 86400;

    /// <summary>The root mapping.</summary>
    /// <param name="metric">The metric as it is to be.</param>
    /// <param name="result">What tuning found; its parameters keep their order and their defaults.</param>
    public static YamlMapping Of(MetricConfig metric, AutotuneResult result)
    {
        var root = new Fields();
        root.Text("name", metric.Name);
        root.Text("description", metric.Description);
        root.Texts("tags", metric.Tags);
        root.Text("profile", metric.Profile);
        root.Text(LaterSettings.SourceProfileKey, metric.SourceProfile);
        root.Text("query", metric.Query);
        root.Text("query_file", metric.QueryFile);
        root.Add("query_columns", metric.QueryColumns is { } columns ? Columns(columns) : null);
        root.Add("interval", Duration(metric.IntervalSeconds));
        root.Text("loading_start_time", metric.LoadingStartTime);
        root.Add(LaterSettings.LoadingDelayKey, metric.LoadingDelaySeconds is { } delay ? delay == 0 ? NewNode.Whole(0) : Duration(delay) : null);
        root.Add("loading_batch_size", metric.LoadingBatchSize == 10000 ? null : NewNode.Whole(metric.LoadingBatchSize));
        root.Texts("seasonality_columns", metric.SeasonalityColumns);
        root.Add("detectors", NewNode.List(result.Proposed.Select(p => Detector(p.Detector.Type, TunedMetric.NewFileParameters(p, result)))));
        root.Add("alerting", metric.TunedAlerting is { } block ? Alerting(block, metric.IntervalSeconds, result.ConsecutiveAnomalies is not null) : null);
        root.Add("enabled", NewNode.Truth(true));
        return root.ToMapping();
    }

    /// <summary>A detector's entry.</summary>
    public static YamlMapping Detector(DetectorType type, ParameterSet parameters)
    {
        var entry = new Fields();
        entry.Text("type", DetectorTypeName.Of(type));
        entry.Add("params", parameters.Count > 0 ? NewNode.Parameters(parameters) : null);
        return entry.ToMapping();
    }

    /// <summary>An alerting block that holds nothing but a rule.</summary>
    public static YamlMapping Rule(AlertingConfig block, int intervalSeconds)
    {
        var fields = new Fields();
        fields.Add("consecutive_anomalies", NewNode.Whole(block.ConsecutiveAnomalies));
        Window(fields, block.AnomalyWindow, intervalSeconds);
        return fields.ToMapping();
    }

    /// <summary>A duration. The model holds seconds; people write the largest unit that fits.</summary>
    public static YamlScalar Duration(long seconds) => seconds switch
    {
        _ when seconds % SecondsPerDay == 0 => NewNode.Text((seconds / SecondsPerDay).ToString(CultureInfo.InvariantCulture) + "d"),
        _ when seconds % SecondsPerHour == 0 => NewNode.Text((seconds / SecondsPerHour).ToString(CultureInfo.InvariantCulture) + "h"),
        _ when seconds % SecondsPerMinute == 0 => NewNode.Text((seconds / SecondsPerMinute).ToString(CultureInfo.InvariantCulture) + "min"),
        _ => NewNode.Text(seconds.ToString(CultureInfo.InvariantCulture) + "s"),
    };

    private static YamlMapping Columns(QueryColumns columns)
    {
        var fields = new Fields();
        fields.Text("timestamp", columns.Timestamp);
        fields.Text("metric", columns.Metric);
        fields.Texts("seasonality", columns.Seasonality);
        return fields.ToMapping();
    }

    private static YamlMapping Alerting(AlertingConfig block, int intervalSeconds, bool isRuleChosen)
    {
        var (plain, fields) = (new AlertingConfig(), new Fields());
        fields.Truth("enabled", block.Enabled, plain.Enabled);
        fields.Text("timezone", block.Timezone);
        fields.Texts("channels", block.Channels);
        fields.Text("direction", block.Direction == plain.Direction ? null : block.Direction.ToString().ToLowerInvariant());
        fields.Truth("no_data_alert", block.NoDataAlert, plain.NoDataAlert);
        fields.Text("template_single", block.TemplateSingle);
        fields.Text("template_consecutive", block.TemplateConsecutive);
        fields.Text("template_recovery", block.TemplateRecovery);
        fields.Text("template_no_data", block.TemplateNoData);
        fields.Add("alert_cooldown", block.AlertCooldown is { } cooldown ? NewNode.Of(cooldown) : null);
        fields.Truth("cooldown_reset_on_recovery", block.CooldownResetOnRecovery, plain.CooldownResetOnRecovery);
        fields.Truth("notify_on_recovery", block.NotifyOnRecovery, plain.NotifyOnRecovery);
        fields.Texts("mentions", block.Mentions);
        fields.Text("suppress_until", block.SuppressUntil);
        fields.Text("dashboard_url", block.DashboardUrl);
        fields.Add("links", block.Links.Count > 0 ? NewNode.Mapping(block.Links.Select(l => NewNode.Entry(l.Key, NewNode.Text(l.Value)))) : null);
        fields.Add("consecutive_anomalies", isRuleChosen || block.ConsecutiveAnomalies != plain.ConsecutiveAnomalies ? NewNode.Whole(block.ConsecutiveAnomalies) : null);
        Window(fields, block.AnomalyWindow, intervalSeconds);
        fields.Add("min_detectors", NewNode.Whole(block.MinDetectors));
        return fields.ToMapping();
    }

    private static void Window(Fields fields, AnomalyWindow? window, int intervalSeconds)
    {
        if (window is not null)
        {
            fields.Add(AnomalyWindowReader.Duration, Duration(window.Points * (long)intervalSeconds));
            fields.Add(AnomalyWindowReader.Share, NewNode.Of(ParameterValue.From(window.MinShare)));
        }
    }

    private sealed class Fields
    {
        private readonly List<YamlEntry> entries = [];

        public void Add(string key, YamlNode? value)
        {
            if (value is not null)
            {
                entries.Add(NewNode.Entry(key, value));
            }
        }

        public void Text(string key, string? text) => Add(key, text is null ? null : NewNode.Text(text));

        public void Texts(string key, ValueList<string> texts) => Add(key, texts.Count == 0 ? null : NewNode.List(texts));

        public void Truth(string key, bool value, bool fallback) => Add(key, value == fallback ? null : NewNode.Truth(value));

        public YamlMapping ToMapping() => NewNode.Mapping(entries);
    }
}
