using System.Globalization;
using System.Text;

namespace Detectkit.Labels;

/// <summary>Writes labels in their canonical form: one incident a line, times in UTC.</summary>
public static class LabelWriter
{
    /// <summary>The text of a labels file that reads as the given labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <returns>The text, with line feeds.</returns>
    public static string Write(IncidentLabels labels)
    {
        var text = new StringBuilder();
        if (labels.Metric is not null)
        {
            text.Append("metric: ").Append(IsPlainName(labels.Metric) ? labels.Metric : Quoted(labels.Metric)).Append('\n');
        }

        text.Append("timezone: UTC\nincidents:").Append(labels.Incidents.Count == 0 ? " []\n" : "\n");
        foreach (var incident in labels.Incidents)
        {
            text.Append("  - {");
            if (incident.IsPoint)
            {
                text.Append("at: ").Append(Stamp(incident.Start));
            }
            else
            {
                text.Append("start: ").Append(Stamp(incident.Start)).Append(", end: ").Append(Stamp(incident.End));
            }

            if (incident.Label is not null)
            {
                text.Append(", label: ").Append(Quoted(incident.Label));
            }

            text.Append("}\n");
        }

        return text.ToString();
    }

    // In quotes the reference reads no fraction; without quotes it does.
    private static string Stamp(DateTime time)
    {
        var whole = time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return time.Ticks % TimeSpan.TicksPerSecond == 0 ? "\"" + whole + "\"" : whole + time.ToString(".ffffff", CultureInfo.InvariantCulture);
    }

    private static bool IsPlainName(string name) =>
        name.Length > 0
        && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-')
        && char.IsLetter(name[0])
        && name.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");

    private static string Quoted(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
        {
            var escaped = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when c < ' ' || c is (>= '\u007F' and <= '\u00A0') or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' =>
                    "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            };
            result.Append(escaped);
        }

        return result.Append('"').ToString();
    }
}
