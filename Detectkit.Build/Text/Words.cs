using System.Globalization;
using Detectkit.Autotune.Holdout;
using Detectkit.Statistics;

namespace Detectkit.Build.Text;

/// <summary>Small texts inside Markdown.</summary>
internal static class Words
{
    private const int LongestLine = 300;

    public static string Number(double value, int decimals) => FixedNotation.Format(value, decimals);

    /// <summary>A stamp to the minute, or to the second where it has one.</summary>
    public static string Stamp(DateTime stamp) =>
        stamp.ToString(stamp.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A figure before and after, <c>4.2 → 0.5</c>; a dash stands for a side that was not measured.</summary>
    public static string Change(HoldoutFigures? before, HoldoutFigures? after, Func<HoldoutFigures, string> figure) =>
        after is null ? "–" : (before is null ? "–" : figure(before)) + " → " + figure(after);

    /// <summary>Text that cannot break a table.</summary>
    public static string Cell(string text) => Line(text).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Text on one line, with no mark-up of its own.</summary>
    public static string Line(string text)
    {
        var line = text.ReplaceLineEndings(" ").Replace("<", "&lt;", StringComparison.Ordinal).Trim();
        return line.Length <= LongestLine ? line : line[..LongestLine] + "…";
    }
}
