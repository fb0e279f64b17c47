using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Engine.Tests.Golden;

internal static class RecordedLabels
{
    public static IncidentLabels Read(string text)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Regex.Match(text, "timezone\"?: *\"?([A-Za-z/]+)") is { Success: true } m ? m.Groups[1].Value : "UTC");
        var list = new List<Incident>();
        DateTime T(string s) => TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(DateTime.Parse(s, CultureInfo.InvariantCulture), DateTimeKind.Unspecified), zone);
        foreach (Match e in Regex.Matches(text, "\\{\"?(start|at)\"?: *\"([^\"]*)\"(, *\"?end\"?: *\"([^\"]*)\")?"))
        {
            list.Add(e.Groups[1].Value == "at"
                ? new Incident(T(e.Groups[2].Value), T(e.Groups[2].Value), true, null, default)
                : new Incident(T(e.Groups[2].Value), T(e.Groups[4].Value), false, null, default));
        }

        return new IncidentLabels(null, "UTC", list.ToValueList());
    }
}
