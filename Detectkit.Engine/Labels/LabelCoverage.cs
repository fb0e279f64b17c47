using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Yaml;

namespace Detectkit.Labels;

/// <summary>Says which incidents a series does not reach.</summary>
internal static class LabelCoverage
{
    /// <summary>Findings about incidents that mark no point of a series.</summary>
    /// <param name="path">The file that holds the incidents, as findings are to name it.</param>
    /// <param name="withoutEffect">The incidents that mark nothing.</param>
    /// <param name="first">The series' first stamp, in UTC.</param>
    /// <param name="last">The series' last stamp, in UTC.</param>
    public static ValueList<Finding> Findings(string path, IEnumerable<Incident> withoutEffect, DateTime first, DateTime last) => withoutEffect
        .Select(incident => new Finding(
            Rules.IncidentMarksNothing,
            path,
            new SourceSpan(incident.Position, incident.Position),
            "The incident " + Name(incident) + " marks no point of the series, which runs from " + Stamp(first) + " to " + Stamp(last) + " UTC."))
        .ToValueList();

    private static string Name(Incident incident)
    {
        var times = incident.IsPoint ? "at " + Stamp(incident.Start) : "from " + Stamp(incident.Start) + " to " + Stamp(incident.End);
        return string.IsNullOrEmpty(incident.Label) ? times : "'" + MessageText.Shorten(incident.Label!) + "' " + times;
    }

    private static string Stamp(DateTime time) => time.ToString(ClockText.Format, CultureInfo.InvariantCulture);
}
