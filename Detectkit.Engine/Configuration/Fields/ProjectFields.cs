using Detectkit.Configuration.Project;
using Detectkit.Configuration.Reading;
using Row = Detectkit.Configuration.Fields.Row<Detectkit.Configuration.Project.ProjectFile>;
using TableRow = Detectkit.Configuration.Fields.Row<Detectkit.Configuration.Project.ProjectTables>;

namespace Detectkit.Configuration.Fields;

/// <summary>The fields of <c>detectkit_project.yml</c> and <c>profiles.yml</c>.</summary>
internal static class ProjectFields
{
    public static readonly Row Name = Row.Create("name", "The project's name.", p => p.Name, (p, v) => p with { Name = v }) with { AllowsNull = false };

    public static readonly Row DefaultProfile = Row.Create(
        "default_profile", FieldKind.Text, "The profile of metrics that name none.", p => p.DefaultProfile, (p, v) => p with { DefaultProfile = v }, (file, field, _) => file.Located(field));

    private static readonly Table<ProjectFile> Paths = Part(
        "paths",
        [
            Row.Create("metrics", "The folder of the metrics.", p => p.MetricsPath, (p, v) => p with { MetricsPath = v }) with { AllowsNull = false },
            Row.Create("sql", "The folder of the queries.", p => p.SqlPath, (p, v) => p with { SqlPath = v }) with { AllowsNull = false },
            Row.Create("templates", "The folder of alert templates.", p => p.TemplatesPath, (p, v) => p with { TemplatesPath = v }) with { AllowsNull = false },
        ]);

    private static readonly Table<ProjectTables> Tables = new(
        "tables",
        new ProjectTables(),
        [
            TableRow.Create("datapoints", "The table of loaded points.", t => t.Datapoints, (t, v) => t with { Datapoints = v }) with { AllowsNull = false },
            TableRow.Create("detections", "The table of detections.", t => t.Detections, (t, v) => t with { Detections = v }) with { AllowsNull = false },
            TableRow.Create("tasks", "The table of tasks.", t => t.Tasks, (t, v) => t with { Tasks = v }) with { AllowsNull = false },
            TableRow.Create("metrics", "The table of metrics.", t => t.Metrics, (t, v) => t with { Metrics = v }) with { AllowsNull = false },
        ],
        []);

    // Detecting and alerting are not run here; a value that Python detectkit rejects is still reported.
    private static readonly Table<ProjectFile> Timeouts = Part(
        "timeouts",
        [
            Row.Create("load", "Seconds that loading may take.", p => p.LoadTimeout, (p, v) => p with { LoadTimeout = v }) with { Minimum = 1, Maximum = 86400 },
            Row.Create("detect", "Seconds that detection may take.", _ => 7200, (p, _) => p) with { Minimum = 1, Maximum = 86400 },
            Row.Create("alert", "Seconds that alerting may take.", _ => 300, (p, _) => p) with { Minimum = 1, Maximum = 86400 },
        ]);

    public static readonly Table<ProjectFile> Project = new(
        "the project file",
        new ProjectFile(),
        [
            Name,
            Row.Create("version", "The project's version.", p => p.Version, (p, v) => p with { Version = v }) with { AllowsNull = false },
            Row.Create("paths", "The project's folders.", Paths, p => p, (_, v) => v) with { AllowsNull = false },
            Row.Create("tables", "Table names.", Tables, p => p.Tables, (p, v) => p with { Tables = v }) with { AllowsNull = false },
            Row.Create("timeouts", "How long the steps may take.", Timeouts, p => p, (_, v) => v) with { AllowsNull = false },
            DefaultProfile,
            Row.Create(
                LaterSettings.SourceProfileKey, FieldKind.Text, "", p => p.SourceProfile, (p, v) => p with { SourceProfile = v },
                (file, _, _) => LaterSettings.SourceProfile(file)) with { IsUnlisted = true },
            Row.Create(
                LaterSettings.LoadingDelayKey, FieldKind.Interval, "", p => p.LoadingDelaySeconds, (p, v) => p with { LoadingDelaySeconds = v },
                (file, _, _) => LaterSettings.LoadingDelay(file)) with { IsUnlisted = true },
        ],
        ["error_alerting", "alert_help_url", LaterSettings.LoadingDelayKey, LaterSettings.SourceProfileKey, "false_alert_budget"]);

    public static readonly Field Profiles = new("profiles", FieldKind.Any, "Connections by name.");

    public static readonly Field AlertChannels = new("alert_channels", FieldKind.Any, "Alert channels by name.");

    public static readonly Shape ProfilesFile = new("profiles.yml", [DefaultProfile, Profiles, AlertChannels], []);

    public static readonly Field Type = new("type", FieldKind.Text, "The kind of database.")
    {
        IsRequired = true, AllowsNull = false, Choices = ["duckdb", "postgres", "mysql", "mariadb", "clickhouse"],
    };

    public static readonly Field Port = new("port", FieldKind.Any, "");

    public static readonly Field Settings = new("settings", FieldKind.Any, "Settings of the database session.");

    public static readonly Shape Profile = new(
        "a profile", [Type, .. Texts("path", "read_only", "host"), Port, .. Texts("user", "password", "database", "internal_database", "data_database", "internal_schema", "data_schema"), Settings], []);

    private static Table<ProjectFile> Part(string name, ValueList<Row> rows) => new(name, new ProjectFile(), rows, []);

    private static IEnumerable<Field> Texts(params string[] names) => names.Select(name => new Field(name, FieldKind.Any, ""));
}
