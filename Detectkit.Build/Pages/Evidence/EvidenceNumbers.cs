using System.Globalization;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Numbers as the evidence page writes them; a dash where there is none.</summary>
internal static class EvidenceNumbers
{
    public const string None = "–";

    public static string Score(double? score) => Fixed(score, "0.00");

    public static string Exact(double score) => Fixed(score, "0.000;-0.000;0.000");

    /// <summary>A length or place in a drawing.</summary>
    public static string Place(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Gain(double? gain) => Fixed(gain, "+0.00;−0.00;0.00");

    public static string PerWeek(double? rate) => Fixed(rate, "0.0");

    /// <param name="share">0 to 1.</param>
    public static string Percent(double? share) => share is null ? None : Fixed(share * 100, "0.0") + " %";

    /// <summary><c>at once</c>, <c>25 min</c>, <c>3 h 10 min</c>.</summary>
    public static string Delay(TimeSpan? delay) => delay switch
    {
        null => None,
        { Ticks: 0 } => "at once",
        { TotalDays: >= 1 } d => FormattableString.Invariant($"{(int)d.TotalDays} d {d.Hours} h"),
        { TotalHours: >= 1 } d => FormattableString.Invariant($"{(int)d.TotalHours} h {d.Minutes} min"),
        { TotalMinutes: >= 1 } d => FormattableString.Invariant($"{(int)d.TotalMinutes} min"),
        { } d => FormattableString.Invariant($"{(int)d.TotalSeconds} s"),
    };

    /// <summary>In full; null where there is nothing to sort by.</summary>
    public static string? Sortable(double? value) => value is { } v && !double.IsNaN(v) ? v.ToString("R", CultureInfo.InvariantCulture) : null;

    private static string Fixed(double? value, string format)
    {
        if (value is not { } v || double.IsNaN(v))
        {
            return None;
        }

        // The decimal type rounds as a reader would; what it cannot hold is beyond any score or rate.
        return Math.Abs(v) < 1e15 ? decimal.Round((decimal)v, 4).ToString(format, CultureInfo.InvariantCulture) : v.ToString("R", CultureInfo.InvariantCulture);
    }
}
