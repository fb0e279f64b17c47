namespace Detectkit.Configuration.Fields;

internal static class LabelFields
{
    public static readonly Field Start = new("start", FieldKind.Time, "Start of an interval, included: \"YYYY-MM-DD HH:MM:SS\".");

    public static readonly Field End = new("end", FieldKind.Time, "End of an interval, included. A date alone is its midnight.");

    public static readonly Field At = new("at", FieldKind.Time, "A single point: \"YYYY-MM-DD HH:MM:SS\".");

    public static readonly Field Label = new("label", FieldKind.Any, "What happened, in a few words.");

    public static readonly Shape Incident = new("an incident", [Start, End, At, Label], []);

    public static readonly Field Metric = new("metric", FieldKind.Text, "The metric these labels are for.");

    public static readonly Field Timezone = new("timezone", FieldKind.Text, "IANA zone of the times below, such as Europe/Oslo; UTC where left out.");

    public static readonly Field Incidents = new("incidents", FieldKind.MappingList, "The incidents: intervals with start and end, or points with at.")
    {
        AllowsNull = false, Shape = Incident,
    };

    public static readonly Shape Labels = new("a labels file", [Metric, Timezone, Incidents], []);
}
