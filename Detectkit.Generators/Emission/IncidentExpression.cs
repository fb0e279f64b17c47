using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Generators.Emission;

/// <summary>Writes labelled incidents as object creation expressions.</summary>
internal static class IncidentExpression
{
    /// <summary>The expression, for a place that has the type.</summary>
    /// <param name="labels">The labels, or null.</param>
    /// <returns>The expression.</returns>
    public static string Of(IncidentLabels? labels) => labels is null
        ? "null"
        : "new(" + Literal.Of(labels.Metric) + ", " + Literal.Of(labels.Timezone) + "," + OnItsLine(ListExpression.Of(labels.Incidents, One)) + ")";

    private static string OnItsLine(string list) => list[0] == '\n' ? list : " " + list;

    private static string One(Incident incident) =>
        "new(" + string.Join(", ", Literal.Of(incident.Start), Literal.Of(incident.End), Literal.Of(incident.IsPoint), Literal.Of(incident.Label), Of(incident.Position)) + ")";

    private static string Of(SourcePosition position) =>
        "new(" + Literal.Of(position.Index) + ", " + Literal.Of(position.Line) + ", " + Literal.Of(position.Column) + ")";
}
