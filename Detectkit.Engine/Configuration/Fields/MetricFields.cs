using Detectkit.Configuration.Reading;
using Row = Detectkit.Configuration.Fields.Row<Detectkit.Configuration.MetricConfig>;

namespace Detectkit.Configuration.Fields;

/// <summary>The fields of a metric file.</summary>
internal static class MetricFields
{
    // Letters, numeric characters, '_' and '-'.
    private const string NamePattern = @"^[\p{L}\p{N}_-]+$";

    public static readonly Row Name = Row.Create("name", "The metric's name, unique over the project: letters, digits, '_' and '-'.", m => m.Name, (m, v) => m with { Name = v }) with
    {
        IsRequired = true, AllowsNull = false, IsNotEmpty = true, Pattern = NamePattern, Reading = (metric, _, _) => NameReader.Name(metric),
    };

    public static readonly Row Tags = Row.Create("tags", "Tags by which metrics are selected (tag:NAME): letters, digits, '_' and '-'.", m => m.Tags, (m, v) => m with { Tags = v }) with
    {
        IsNotEmpty = true, IsDistinct = true, Pattern = NamePattern, Reading = (metric, _, _) => NameReader.Tags(metric),
    };

    public static readonly Row Profile = Row.Create(
        "profile", "The profile of profiles.yml that the query runs on; the project's default where left out.", m => m.Profile, (m, v) => m with { Profile = v });

    public static readonly Row Query = Row.Create(
        "query", "The SQL query, with {{ dtk_start_time }}, {{ dtk_end_time }} and {{ interval_seconds }} as template variables. Either this or query_file.",
        m => m.Query, (m, v) => m with { Query = v }) with { IsNotEmpty = true };

    public static readonly Row QueryFile = Row.Create(
        "query_file", "The file that holds the query, relative to the project's root. Either this or query.", m => m.QueryFile, (m, v) => m with { QueryFile = v }) with { IsNotEmpty = true };

    public static readonly Row Interval = Row.Create(
        "interval", FieldKind.Interval, "The distance of the points: seconds, or a number with a unit such as 30s, 10min, 1h, 1d.", m => m.IntervalSeconds, (m, v) => m with { IntervalSeconds = v },
        (metric, _, _) => IntervalReader.Seconds(metric)) with { IsRequired = true, AllowsNull = false, Minimum = 0, MinimumExcluded = true, IsAlwaysWritten = true };

    public static readonly Row Detectors = Row.Create(
        "detectors", FieldKind.MappingList, "The detectors that judge each point.", m => m.Detectors, (m, v) => m with { Detectors = v },
        (metric, _, _) => DetectorListReader.Read(metric)) with { AllowsNull = false, Shape = DetectorFields.Detector, IsAlwaysWritten = true };

    public static readonly Row Alerting = Row.Create(
        "alerting", FieldKind.MappingOrList, "When and where to alert: one block, or a list of blocks.", m => m.Alerting, (m, v) => m with { Alerting = v },
        (metric, _, read) => AlertingReader.Read(metric, read.IntervalSeconds)) with { Shape = AlertingFields.Block };

    public static readonly Row Autotune = Row.Create(
        "autotune", FieldKind.Mapping, "How the metric is tuned.", m => m.Autotune, (m, v) => m with { Autotune = v },
        (metric, _, read) => AutotuneReader.Read(metric, read.EffectiveSeasonalityColumns)) with { Shape = AutotuneFields.Block };

    public static readonly Table<QueryColumns> Columns = new(
        "query_columns",
        new QueryColumns(),
        [
            Row<QueryColumns>.Create("timestamp", "The column of the timestamps.", c => c.Timestamp, (c, v) => c with { Timestamp = v }) with { AllowsNull = false, IsAlwaysWritten = true },
            Row<QueryColumns>.Create("metric", "The column of the values.", c => c.Metric, (c, v) => c with { Metric = v }) with { AllowsNull = false, IsAlwaysWritten = true },
            Row<QueryColumns>.Create(
                "seasonality", "Seasonality columns that the query itself returns; they take the place of seasonality_columns.", c => c.Seasonality, (c, v) => c with { Seasonality = v }),
        ],
        []);

    private static readonly Table<TablesConfig> TableNames = new(
        "tables",
        new TablesConfig(null, null),
        [
            Row<TablesConfig>.Create("datapoints", "The table of the loaded points.", t => t.Datapoints, (t, v) => t with { Datapoints = v }) with { Reading = NameReader.Table },
            Row<TablesConfig>.Create("detections", "The table of the detections.", t => t.Detections, (t, v) => t with { Detections = v }) with { Reading = NameReader.Table },
        ],
        []);

    public static readonly Table<MetricConfig> Metric = new(
        "a metric",
        new MetricConfig { Name = "", IntervalSeconds = 1 },
        [
            Name,
            Row.Create(
                "description", "What the metric measures; may have several lines. It becomes the summary of the generated class.", m => m.Description, (m, v) => m with { Description = v }),
            Tags,
            Profile,
            Row.Create(LaterSettings.SourceProfileKey, "", m => m.SourceProfile, (m, v) => m with { SourceProfile = v }) with
            {
                IsUnlisted = true, Reading = (metric, _, _) => LaterSettings.SourceProfile(metric)?.Text,
            },
            Row.Create("enabled", "Whether the metric takes part; a disabled one is skipped with a message.", m => m.Enabled, (m, v) => m with { Enabled = v }),
            Query,
            QueryFile,
            Row.Create("query_columns", "The names of the result's columns.", Columns, m => m.QueryColumns, (m, v) => m with { QueryColumns = v }),
            Interval,
            Row.Create(
                "loading_start_time", "The first timestamp to load, in UTC and in quotes: \"YYYY-MM-DD HH:MM:SS\".", m => m.LoadingStartTime, (m, v) => m with { LoadingStartTime = v }) with
            {
                Pattern = @"^(\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{1,2}:\d{1,2})?$", Reading = (metric, field, _) => metric.Timestamp(field, Rules.TimeFormat),
            },
            Row.Create(
                LaterSettings.LoadingDelayKey, FieldKind.Interval, "", m => m.LoadingDelaySeconds, (m, v) => m with { LoadingDelaySeconds = v },
                (metric, _, _) => LaterSettings.LoadingDelay(metric)) with { IsUnlisted = true },
            Row.Create("loading_batch_size", "Rows loaded at a time.", m => m.LoadingBatchSize, (m, v) => m with { LoadingBatchSize = v }) with { Minimum = 1, Maximum = 1_000_000 },
            Row.Create(
                "seasonality_columns", "Columns derived from the timestamp (UTC) by which a point's season is known; day_of_week counts from Monday = 0.",
                m => m.SeasonalityColumns, (m, v) => m with { SeasonalityColumns = v }) with { AllowsNull = false, IsDistinct = true, Choices = AutotuneFields.SeasonalityColumns },
            Detectors,
            Alerting,
            Row.Create("tables", "Table names of this metric that differ from the project's.", TableNames, m => m.Tables, (m, v) => m with { Tables = v }),
            Autotune,
        ],
        ["ai_context", LaterSettings.SourceProfileKey, "false_alert_budget", LaterSettings.LoadingDelayKey]);
}
