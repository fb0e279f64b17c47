namespace Detectkit.Configuration.Fields;

/// <summary>The fields of <c>detectkit_project.yml</c> and <c>profiles.yml</c>.</summary>
internal static class ProjectFields
{
    public static readonly Field Name = new("name", FieldKind.Text, "The project's name.") { AllowsNull = false };

    public static readonly Field Version = new("version", FieldKind.Text, "The project's version.") { AllowsNull = false, Default = ParameterValue.From("1.0") };

    public static readonly Field DefaultProfile = new("default_profile", FieldKind.Text, "The profile of metrics that name none.");

    public static readonly Field MetricsPath = Text("metrics", "The folder of the metrics.", "metrics");

    public static readonly Field SqlPath = Text("sql", "The folder of the queries.", "sql");

    public static readonly Field TemplatesPath = Text("templates", "The folder of alert templates.", "templates");

    public static readonly Field Paths = Block("paths", "The project's folders.", [MetricsPath, SqlPath, TemplatesPath]);

    public static readonly Field Datapoints = Text("datapoints", "The table of loaded points.", "_dtk_datapoints");

    public static readonly Field Detections = Text("detections", "The table of detections.", "_dtk_detections");

    public static readonly Field Tasks = Text("tasks", "The table of tasks.", "_dtk_tasks");

    public static readonly Field MetricsTable = Text("metrics", "The table of metrics.", "_dtk_metrics");

    public static readonly Field Tables = Block("tables", "Table names.", [Datapoints, Detections, Tasks, MetricsTable]);

    public static readonly Field LoadTimeout = Seconds("load", "Seconds that loading may take.", 3600);

    public static readonly Field DetectTimeout = Seconds("detect", "Seconds that detection may take.", 7200);

    public static readonly Field AlertTimeout = Seconds("alert", "Seconds that alerting may take.", 300);

    public static readonly Field Timeouts = Block("timeouts", "How long the steps may take.", [LoadTimeout, DetectTimeout, AlertTimeout]);

    /// <summary>The project file.</summary>
    public static readonly Shape Project = new(
        "the project file", [Name, Version, Paths, Tables, Timeouts, DefaultProfile], ["error_alerting", "alert_help_url", "loading_delay", "source_profile", "false_alert_budget"]);

    public static readonly Field Profiles = new("profiles", FieldKind.Any, "Connections by name.");

    public static readonly Field AlertChannels = new("alert_channels", FieldKind.Any, "Alert channels by name.");

    /// <summary>The profiles file.</summary>
    public static readonly Shape ProfilesFile = new("profiles.yml", [DefaultProfile, Profiles, AlertChannels], []);

    public static readonly Field Type = new("type", FieldKind.Text, "The kind of database.")
    {
        IsRequired = true, AllowsNull = false, Choices = ["duckdb", "postgres", "mysql", "mariadb", "clickhouse"],
    };

    public static readonly Field Settings = new("settings", FieldKind.Any, "Settings of the database session.");

    /// <summary>One profile: what any of the databases takes.</summary>
    public static readonly Shape Profile = new(
        "a profile",
        [
            Type, .. new[]
            {
                "path", "read_only", "host", "port", "user", "password", "database", "internal_database", "data_database", "internal_schema", "data_schema",
            }.Select(name => new Field(name, FieldKind.Any, "")), Settings,
        ],
        []);

    private static Field Text(string name, string description, string standard) =>
        new(name, FieldKind.Text, description) { AllowsNull = false, Default = ParameterValue.From(standard) };

    private static Field Seconds(string name, string description, int standard) =>
        new(name, FieldKind.Whole, description) { AllowsNull = false, Minimum = 1, Maximum = 86400, Default = ParameterValue.From(standard) };

    private static Field Block(string name, string description, ValueList<Field> fields) =>
        new(name, FieldKind.Mapping, description) { AllowsNull = false, Shape = new Shape(name, fields, []) };
}
