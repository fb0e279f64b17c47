using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Detectkit.Generators.Emission;

/// <summary>C# literals that give back exactly the value they were made from.</summary>
internal static class Literal
{
    /// <summary>A text: plain where it is one line, raw where it has several and no character that a raw literal would change.</summary>
    public static string Format(string text) =>
        text.Contains("\n") && text.All(IsKeptByRawLiteral) ? Raw(text) : Quoted(text);

    /// <summary>A floating-point number, always with a sign that it is one: <c>3.0</c>, <c>1E-07</c>, <c>double.NaN</c>.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? "double.NaN" : value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        if (value == 0)
        {
            return BitConverter.DoubleToInt64Bits(value) < 0 ? "-0.0" : "0.0";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value)
        {
            // The .NET Framework, on which Visual Studio compiles, does not always give the number back from "R".
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        }

        return text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text;
    }

    public static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Format(DateTime value)
    {
        var whole = string.Format(
            CultureInfo.InvariantCulture,
            "new global::System.DateTime({0}, {1}, {2}, {3}, {4}, {5}, global::System.DateTimeKind.{6})",
            value.Year, value.Month, value.Day, value.Hour, value.Minute, value.Second, value.Kind);
        var rest = value.Ticks % TimeSpan.TicksPerSecond;
        return rest == 0 ? whole : whole + ".AddTicks(" + Format(rest) + ")";
    }

    private static string Quoted(string text)
    {
        // SymbolDisplay leaves characters from outside the BMP's printable ranges as they are only if they are whole.
        var literal = SymbolDisplay.FormatLiteral(text, quote: true);
        var result = new StringBuilder(literal.Length);
        for (var i = 0; i < literal.Length; i++)
        {
            var c = literal[i];
            if (char.IsSurrogatePair(literal, i))
            {
                result.Append(c).Append(literal[++i]);
            }
            else if (char.IsSurrogate(c) || c is '\u0085' or '\u2028' or '\u2029')
            {
                result.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private static string Raw(string text)
    {
        var quotes = new string('"', Math.Max(3, LongestRunOfQuotes(text) + 1));
        return quotes + "\n" + Layout.Indent(text + "\n" + quotes);
    }

    private static int LongestRunOfQuotes(string text)
    {
        var (longest, current) = (0, 0);
        foreach (var c in text)
        {
            current = c == '"' ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return longest;
    }

    private static bool IsKeptByRawLiteral(char c) =>
        c is '\n' or '\t' || !(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff');
}
