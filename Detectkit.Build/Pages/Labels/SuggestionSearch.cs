using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Build.Pages.Labels;

/// <summary>A stretch of flagged points, first and last inclusive, that may be an incident; above where its strongest point is.</summary>
internal sealed record Suggestion(int First, int Last, double PeakSeverity, bool IsAbove);

/// <summary>Finds what to offer as incidents: the detector's strongest flags that no incident covers yet.</summary>
internal static class SuggestionSearch
{
    /// <summary>Flags this many points apart or less are one stretch: an incident rarely leaves the band at every single point.</summary>
    public const int LongestPause = 3;

    /// <summary>More than these nobody goes through one by one.</summary>
    public const int MostSuggestions = 40;

    /// <summary>Flags less severe than this read as 0.0: a hair outside the band, which is no suggestion.</summary>
    public const double LeastSeverity = 0.05;

    /// <summary>The strongest first, earlier before later where equally strong.</summary>
    public static ValueList<Suggestion> Find(
        DetectorLayer layer, ReadOnlySpan<double> values, long startMilliseconds, int intervalSeconds, ValueList<Incident> incidents)
    {
        var found = new List<Suggestion>();
        var flags = layer.Flags.Span;
        for (var i = 0; i < flags.Length; i++)
        {
            if (!flags[i])
            {
                continue;
            }

            var severity = layer.Severity.Span[i];
            var isAbove = values[i] > layer.Upper.Span[i];
            if (found.Count > 0 && i - found[^1].Last <= LongestPause)
            {
                var stretch = found[^1];
                found[^1] = severity > stretch.PeakSeverity
                    ? new Suggestion(stretch.First, i, severity, isAbove)
                    : stretch with { Last = i };
            }
            else
            {
                found.Add(new Suggestion(i, i, severity, isAbove));
            }
        }

        var step = intervalSeconds * 1000L;
        return found
            .Where(s => s.PeakSeverity >= LeastSeverity)
            .Where(s => !incidents.Any(incident => Covers(incident, startMilliseconds + (s.First * step), startMilliseconds + (s.Last * step), step)))
            .OrderByDescending(s => s.PeakSeverity)
            .ThenBy(s => s.First)
            .Take(MostSuggestions)
            .ToValueList();
    }

    // A flag beside a labelled incident belongs to it: people mark edges by eye.
    private static bool Covers(Incident incident, long first, long last, long step)
    {
        var (start, end) = (Milliseconds(incident.Start), Milliseconds(incident.End));
        return first <= end + step && last >= start - step;
    }

    private static long Milliseconds(DateTime stamp) => (long)(stamp - DateTime.UnixEpoch).TotalMilliseconds;
}
