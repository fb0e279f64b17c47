using System.Globalization;

namespace Detectkit.Generators.Emission;

/// <summary>Says how long an interval is.</summary>
internal static class IntervalPhrase
{
    private static readonly (int Seconds, string Unit)[] Units = [(86_400, "day"), (3_600, "hour"), (60, "minute")];

    /// <summary>The interval in the largest unit that divides it.</summary>
    /// <param name="seconds">The interval in seconds.</param>
    /// <returns>Such as <c>5 minutes</c>, <c>day</c>.</returns>
    public static string Of(int seconds)
    {
        var (size, unit) = Units.FirstOrDefault(u => seconds > 0 && seconds % u.Seconds == 0);
        return size == 0 ? Count(seconds, "second") : Count(seconds / size, unit);
    }

    private static string Count(int count, string unit) =>
        count == 1 ? unit : count.ToString(CultureInfo.InvariantCulture) + " " + unit + "s";
}
