namespace Detectkit.Configuration.Fields;

/// <summary>The fields of a metric file.</summary>
internal static class MetricFields
{
    /// <summary>Letters, numeric characters, <c>_</c> and <c>-</c>.</summary>
    public const string NamePattern = @"^[\p{L}\p{N}_-]+$";

    public static readonly Field Name = new("name", FieldKind.Text, "The metric's name, unique over the project: letters, digits, '_' and '-'.")
    {
        IsRequired = true, AllowsNull = false, IsNotEmpty = true, Pattern = NamePattern,
    };

    public static readonly Field Description = new("description", FieldKind.Text, "What the metric measures; may have several lines. It becomes the summary of the generated class.");

    public static readonly Field Tags = new("tags", FieldKind.TextList, "Tags by which metrics are selected (tag:NAME): letters, digits, '_' and '-'.")
    {
        IsNotEmpty = true, IsDistinct = true, Pattern = NamePattern,
    };

    public static readonly Field Profile = new("profile", FieldKind.Text, "The profile of profiles.yml that the query runs on; the project's default where left out.");

    public static readonly Field Enabled = new("enabled", FieldKind.Boolean, "Whether the metric takes part; a disabled one is skipped with a message.")
    {
        AllowsNull = false, Default = ParameterValue.From(true),
    };

    public static readonly Field Interval = new(
        "interval", FieldKind.Interval, "The distance of the points: seconds, or a number with a unit such as 30s, 10min, 1h, 1d.")
    {
        IsRequired = true, AllowsNull = false, Minimum = 0, MinimumExcluded = true,
    };

    public static readonly Field Query = new(
        "query", FieldKind.Text, "The SQL query, with {{ dtk_start_time }}, {{ dtk_end_time }} and {{ interval_seconds }} as template variables. Either this or query_file.")
    {
        IsNotEmpty = true,
    };

    public static readonly Field QueryFile = new("query_file", FieldKind.Text, "The file that holds the query, relative to the project's root. Either this or query.")
    {
        IsNotEmpty = true,
    };

    public static readonly Field LoadingStartTime = new(
        "loading_start_time", FieldKind.Text, "The first timestamp to load, in UTC and in quotes: \"YYYY-MM-DD HH:MM:SS\".")
    {
        Pattern = @"^(\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{1,2}:\d{1,2})?$",
    };

    public static readonly Field LoadingBatchSize = new("loading_batch_size", FieldKind.Whole, "Rows loaded at a time.")
    {
        AllowsNull = false, Minimum = 1, Maximum = 1_000_000, Default = ParameterValue.From(10000),
    };

    public static readonly Field SeasonalityColumns = new(
        "seasonality_columns", FieldKind.TextList, "Columns derived from the timestamp (UTC) by which a point's season is known; day_of_week counts from Monday = 0.")
    {
        AllowsNull = false, IsDistinct = true, Choices = SeasonalityColumnNames.All, Default = ParameterValue.From((ValueList<ParameterValue>)[]),
    };

    public static readonly Field TimestampColumn = new("timestamp", FieldKind.Text, "The column of the timestamps.")
    {
        AllowsNull = false, Default = ParameterValue.From("timestamp"),
    };

    public static readonly Field MetricColumn = new("metric", FieldKind.Text, "The column of the values.")
    {
        AllowsNull = false, Default = ParameterValue.From("value"),
    };

    public static readonly Field SeasonalityOfQuery = new(
        "seasonality", FieldKind.TextList, "Seasonality columns that the query itself returns; they take the place of seasonality_columns.");

    public static readonly Field QueryColumns = new("query_columns", FieldKind.Mapping, "The names of the result's columns.")
    {
        Shape = new Shape("query_columns", [TimestampColumn, MetricColumn, SeasonalityOfQuery], []),
    };

    public static readonly Field Datapoints = new("datapoints", FieldKind.Text, "The table of the loaded points.");

    public static readonly Field Detections = new("detections", FieldKind.Text, "The table of the detections.");

    public static readonly Field Tables = new("tables", FieldKind.Mapping, "Table names of this metric that differ from the project's.")
    {
        Shape = new Shape("tables", [Datapoints, Detections], []),
    };

    public static readonly Field Detectors = new("detectors", FieldKind.MappingList, "The detectors that judge each point.")
    {
        AllowsNull = false, Shape = DetectorFields.Detector, Default = ParameterValue.From((ValueList<ParameterValue>)[]),
    };

    public static readonly Field Alerting = new("alerting", FieldKind.MappingOrList, "When and where to alert: one block, or a list of blocks.")
    {
        Shape = AlertingFields.Block,
    };

    public static readonly Field Autotune = new("autotune", FieldKind.Mapping, "How the metric is tuned.")
    {
        Shape = AutotuneFields.Block,
    };

    /// <summary>A metric.</summary>
    public static readonly Shape Metric = new(
        "a metric",
        [
            Name, Description, Tags, Profile, Enabled, Query, QueryFile, QueryColumns, Interval, LoadingStartTime, LoadingBatchSize,
            SeasonalityColumns, Detectors, Alerting, Tables, Autotune,
        ],
        ["ai_context", "source_profile", "false_alert_budget", "loading_delay"]);
}
