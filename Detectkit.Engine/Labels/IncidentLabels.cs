using Detectkit.Configuration;

namespace Detectkit.Labels;

/// <summary>The labelled incidents of a metric, times converted to UTC.</summary>
/// <param name="Metric">The metric the labels declare, or null.</param>
/// <param name="Timezone">The IANA zone in which naive times were written; <c>UTC</c> where none was named.</param>
/// <param name="Incidents">The incidents in file order.</param>
public sealed record IncidentLabels(string? Metric, string Timezone, ValueList<Incident> Incidents)
{
    /// <summary>Labels without any incident.</summary>
    public static IncidentLabels None { get; } = new(null, "UTC", []);
}

/// <summary>One incident: an interval with both ends inclusive, or a point.</summary>
/// <param name="Start">Start of the interval, or the point itself, in UTC.</param>
/// <param name="End">End of the interval in UTC, equal to <paramref name="Start"/> for a point.</param>
/// <param name="IsPoint">Whether it was written with <c>at</c>.</param>
/// <param name="Label">The free text beside it, or null.</param>
/// <param name="Position">Where the entry stands in its file.</param>
public sealed record Incident(DateTime Start, DateTime End, bool IsPoint, string? Label, SourcePosition Position);
