namespace Detectkit;

/// <summary>
/// Every rule about the content of a project's files, declared once: <c>DTK00xx</c> YAML and metrics, <c>DTK01xx</c> labels,
/// <c>DTK02xx</c> what files say about each other. <c>docs/diagnostics.md</c> explains each with a bad and a good example.
/// </summary>
internal static class Rules
{
    public static readonly Rule FileEncoding = Error("DTK0001", "The file is not UTF-8");
    public static readonly Rule YamlCharacter = Error("DTK0002", "A character that YAML does not allow");
    public static readonly Rule YamlSyntax = Error("DTK0003", "The text is not valid YAML");
    public static readonly Rule YamlTab = Error("DTK0004", "A tab between YAML tokens");
    public static readonly Rule YamlDocuments = Error("DTK0005", "More than one document");
    public static readonly Rule YamlAlias = Error("DTK0006", "An alias without its anchor");
    public static readonly Rule YamlAnchor = Error("DTK0007", "An anchor defined twice");
    public static readonly Rule YamlTag = Error("DTK0008", "An unknown tag");
    public static readonly Rule YamlValue = Error("DTK0009", "A value that cannot be what it looks like");
    public static readonly Rule YamlKey = Error("DTK0010", "A key that is not a scalar");
    public static readonly Rule YamlMerge = Error("DTK0011", "A merge key without a mapping");
    public static readonly Rule YamlDepth = Error("DTK0012", "Nesting that is too deep");
    public static readonly Rule YamlBudget = Error("DTK0013", "Aliases that repeat too much");
    public static readonly Rule EmptyFile = Error("DTK0014", "The file is empty");
    public static readonly Rule RootIsNoMapping = Error("DTK0015", "The file is not a mapping");
    public static readonly Rule DuplicateKey = Warning("DTK0016", "A key given twice");
    public static readonly Rule UnknownKey = Warning("DTK0017", "An unknown key");
    public static readonly Rule KeyBesideMetric = Warning("DTK0018", "A key ignored because of the root key 'metric'");

    public static readonly Rule FieldMissing = Error("DTK0020", "A required field is missing");
    public static readonly Rule NullValue = Error("DTK0021", "A field that may not be null");
    public static readonly Rule WrongType = Error("DTK0022", "A value of the wrong type");
    public static readonly Rule OutOfRange = Error("DTK0023", "A number out of range");
    public static readonly Rule UnknownChoice = Error("DTK0024", "A value that is not among the allowed ones");
    public static readonly Rule EmptyList = Error("DTK0025", "A list that may not be empty");
    public static readonly Rule DuplicateItem = Error("DTK0026", "An item given twice");
    public static readonly Rule LaxConversion = Warning("DTK0027", "A value that is converted");
    public static readonly Rule NotANumber = Warning("DTK0028", "Not-a-number as a setting");

    public static readonly Rule NameCharacters = Error("DTK0030", "A name with characters that names may not have");
    public static readonly Rule Interval = Error("DTK0031", "An interval that cannot be read");
    public static readonly Rule TimeFormat = Error("DTK0032", "A time that cannot be read");
    public static readonly Rule QuerySource = Error("DTK0033", "Not exactly one of query and query_file");
    public static readonly Rule EmptyQuery = Warning("DTK0034", "An empty query");
    public static readonly Rule TemplateVariable = Error("DTK0035", "An unknown template variable");
    public static readonly Rule TemplateSyntax = Error("DTK0036", "A template that is not closed");
    public static readonly Rule QueryReadsAll = Info("DTK0037", "A query without the time range");

    public static readonly Rule DetectorCannotRun = Error("DTK0040", "A detector type that cannot run");
    public static readonly Rule ParameterUnknown = Error("DTK0041", "An unknown detector parameter");
    public static readonly Rule ParameterValue = Error("DTK0042", "A detector parameter that is not allowed");
    public static readonly Rule ParameterConflict = Error("DTK0043", "Detector parameters that contradict each other");
    public static readonly Rule ParameterDoubtful = Warning("DTK0044", "A suspicious detector parameter");
    public static readonly Rule ParameterDeprecated = Warning("DTK0045", "A deprecated detector parameter");
    public static readonly Rule ParameterBesideParams = Warning("DTK0046", "A detector parameter outside params");
    public static readonly Rule SeasonalityUnknown = Warning("DTK0047", "A seasonality column that nothing provides");
    public static readonly Rule FixedParameter = Warning("DTK0048", "A fixed parameter without the effect it seems to have");
    public static readonly Rule ParameterOfLaterVersion = Warning("DTK0049", "A detector parameter that only later versions take");

    public static readonly Rule Address = Error("DTK0050", "An address that is not an http or https URL");
    public static readonly Rule AlertZone = Warning("DTK0051", "An unknown time zone in alerting");
    public static readonly Rule TableName = Warning("DTK0052", "A table name that is not an identifier");
    public static readonly Rule InactiveSetting = Warning("DTK0053", "A wrong value in a block that is not active");
    public static readonly Rule LabelsTwice = Warning("DTK0054", "Both labels_file and incidents");
    public static readonly Rule ZoneWithoutIncidents = Warning("DTK0055", "incidents_timezone without incidents");
    public static readonly Rule InlineIncident = Warning("DTK0056", "An inline incident that cannot be read");
    public static readonly Rule AnomalyWindow = Warning("DTK0057", "A share of anomalies that makes no rule");
    public static readonly Rule LaterSetting = Warning("DTK0058", "A setting of later Python versions that cannot be read");

    public static readonly Rule LabelsMissing = Warning("DTK0101", "A labels file without incidents");
    public static readonly Rule LabelsShape = Error("DTK0102", "Labels of the wrong shape");
    public static readonly Rule IncidentIncomplete = Error("DTK0103", "An incident without its times");
    public static readonly Rule IncidentTime = Error("DTK0104", "An incident's time that cannot be read");
    public static readonly Rule IncidentOrder = Error("DTK0105", "An incident that starts after its end");
    public static readonly Rule LabelsZone = Error("DTK0106", "An unknown time zone in labels");
    public static readonly Rule LabelsOfAnotherMetric = Error("DTK0107", "Labels of another metric");
    public static readonly Rule IncidentKeysIgnored = Warning("DTK0108", "Keys ignored because of at");
    public static readonly Rule IncidentEndsAtMidnight = Warning("DTK0109", "An end that is a date alone");
    public static readonly Rule IncidentOffset = Warning("DTK0110", "A time with an offset");
    public static readonly Rule IncidentMarksNothing = Warning("DTK0111", "An incident outside the series");
    public static readonly Rule IncidentClockChange = Warning("DTK0112", "A local time that exists twice or not at all");
    public static readonly Rule LabelsShifted = Warning("DTK0113", "Labels that fit better some hours away");

    public static readonly Rule MetricNameTaken = Error("DTK0201", "Two metrics with one name");
    public static readonly Rule FileMissing = Error("DTK0202", "A file that is not part of the project");
    public static readonly Rule FileOutsideProject = Error("DTK0203", "A file outside the project");
    public static readonly Rule ProfileUnknown = Error("DTK0204", "An unknown profile");
    public static readonly Rule ChannelUnknown = Error("DTK0205", "An unknown alert channel");
    public static readonly Rule ReferenceNeedsField = Warning("DTK0206", "A field that Python detectkit needs");
    public static readonly Rule LabelsFolderUnknown = Warning("DTK0207", "A labels folder that no metric has");

    public static readonly Rule TunedTextRefused = Error("DTK0220", "A tuned metric that cannot be written into its file");

    public static ValueList<Rule> All { get; } = typeof(Rules)
        .GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
        .Select(f => f.GetValue(null))
        .OfType<Rule>()
        .OrderBy(r => r.Id, StringComparer.Ordinal)
        .ToValueList();

    private static Rule Error(string id, string title) => new(id, FindingSeverity.Error, title);

    private static Rule Warning(string id, string title) => new(id, FindingSeverity.Warning, title);

    private static Rule Info(string id, string title) => new(id, FindingSeverity.Info, title);
}
