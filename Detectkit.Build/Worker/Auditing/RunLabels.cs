using Detectkit.Autotune;
using Detectkit.Build.Results;
using Detectkit.Labels;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>A run's labels in <c>_dtk_autotune_runs</c>: the reference's lists, and beside them what was counted.</summary>
internal static class RunLabels
{
    /// <summary>Writes them, the keys in order.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="counted">What the run counted.</param>
    /// <returns>JSON text.</returns>
    public static string Json(IncidentLabels labels, LabelsSummary counted) => RunRow.Json(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("interval_count", counted.Intervals);
        json.WriteStartArray("intervals");
        foreach (var incident in labels.Incidents.Where(i => !i.IsPoint))
        {
            json.WriteStartObject();
            json.WriteString("end", JsonParameters.Iso(incident.End));
            Words(incident);
            json.WriteString("start", JsonParameters.Iso(incident.Start));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("point_count", counted.Points);
        json.WriteStartArray("points");
        foreach (var incident in labels.Incidents.Where(i => i.IsPoint))
        {
            json.WriteStartObject();
            json.WriteString("at", JsonParameters.Iso(incident.Start));
            Words(incident);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("positive_grid_points", counted.PositiveGridPoints);
        json.WriteEndObject();

        void Words(Incident incident)
        {
            if (incident.Label is { } words)
            {
                json.WriteString("label", words);
            }
        }
    });
}
