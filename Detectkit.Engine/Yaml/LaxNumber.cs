using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Detectkit.Yaml;

/// <summary>Numbers written as texts, as far as the reference takes them for numbers.</summary>
internal static class LaxNumber
{
    private static readonly Regex WholeText = new(
        @"\A\+?(?<sign>-?)(?:0[0_]*(?=[0-9]))?(?<digits>[0-9]+(?:_[0-9]+)*)(?:\.0+)?\z", RegexOptions.CultureInvariant);

    private static readonly Regex FloatText = new(@"\A[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant);

    // What the reference's library reads at most.
    private const int Longest = 4300;

    /// <summary>A whole number: <c>3</c>, <c> 3.0 </c>, <c>+5</c>, <c>1_000</c>; no exponent, no other base.</summary>
    /// <returns>The number, or null.</returns>
    public static BigInteger? Whole(string text)
    {
        var match = text.Length > Longest ? Match.Empty : WholeText.Match(text.Trim());
        return match.Success
            ? BigInteger.Parse(match.Groups["sign"].Value + match.Groups["digits"].Value.Replace("_", ""), CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>A number: decimal or with an exponent, <c>inf</c>, <c>infinity</c>, <c>nan</c> in any case.</summary>
    /// <returns>The number, or null.</returns>
    public static double? Float(string text)
    {
        var trimmed = text.Trim();
        switch (trimmed.TrimStart('-', '+').ToLowerInvariant())
        {
            case "inf" or "infinity" when trimmed.Length <= "+infinity".Length:
                return trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            case "nan" when trimmed.Length <= "+nan".Length:
                return double.NaN;
        }

        var digits = HasInnerUnderscores(trimmed) ? trimmed.Replace("_", "") : trimmed;
        return FloatText.IsMatch(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static bool HasInnerUnderscores(string text) =>
        text.Length > 2 && text.IndexOf('_') > 0 && text[text.Length - 1] != '_' && text.IndexOf("__", StringComparison.Ordinal) < 0;
}
