using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Detectkit.Yaml;

/// <summary>Types scalars by YAML 1.1's rules in the reference's reading of them: <c>0600</c> is octal, <c>1e3</c> a text.</summary>
internal static class ScalarResolver
{
    private const string StandardTag = "tag:yaml.org,2002:";
    private const RegexOptions Options = RegexOptions.CultureInvariant;
    private static readonly NullScalar Null = new();
    private static readonly BooleanScalar Yes = new(true);
    private static readonly BooleanScalar No = new(false);
    private static readonly MergeScalar Merge = new();
    private static readonly Regex Integer = new(
        @"\A(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\z", Options);

    private static readonly Regex Float = new(
        @"\A(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        Options);

    // What int() of the reference's Python takes at most.
    private const int LongestInteger = 4300;

    /// <param name="text">Its text.</param>
    /// <param name="isPlain">Whether it is unquoted and no block scalar.</param>
    /// <param name="tag">Its explicit tag, or null.</param>
    /// <returns>The value; <see cref="InvalidScalar"/> where the reference could not construct one.</returns>
    public static ScalarValue Resolve(string text, bool isPlain, string? tag) => tag switch
    {
        null => isPlain ? Plain(text) : new TextScalar(text),
        "!" => Plain(text),
        _ when tag.StartsWith(StandardTag, StringComparison.Ordinal) => Tagged(text, tag.Substring(StandardTag.Length)),
        _ => Unknown(tag),
    };

    private static ScalarValue Plain(string text)
    {
        if (text.Length == 0)
        {
            return Null;
        }

        switch (text[0])
        {
            case '~' or '<' or '=' or 'n' or 'N' or 'y' or 'Y' or 't' or 'T' or 'f' or 'F' or 'o' or 'O':
                return Word(text) ?? new TextScalar(text);
            case '-' or '+' or '.' or (>= '0' and <= '9'):
                return Number(text) ?? new TextScalar(text);
            default:
                return new TextScalar(text);
        }
    }

    private static ScalarValue? Word(string text) => text switch
    {
        "~" or "null" or "Null" or "NULL" => Null,
        "<<" => Merge,
        "=" => new InvalidScalar("an unquoted '=' is a special value that cannot be read; quote it"),
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => Yes,
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => No,
        _ => null,
    };

    private static ScalarValue? Number(string text)
    {
        if (Float.IsMatch(text))
        {
            return ReadFloat(text);
        }

        if (Integer.IsMatch(text))
        {
            return ReadInteger(text);
        }

        return TimeScalars.LooksLikeTime(text) ? TimeScalars.Read(text) : null;
    }

    private static ScalarValue Tagged(string text, string type)
    {
        switch (type)
        {
            case "str":
                return new TextScalar(text);
            case "null":
                return Null;
            case "bool":
                return Word(text.ToLowerInvariant()) is BooleanScalar boolean ? boolean : Mismatch("a Boolean");
            case "int":
                return Integer.IsMatch(text) ? ReadInteger(text) : Mismatch("an integer");
            case "float" when Float.IsMatch(text):
                return ReadFloat(text);
            case "float":
                return LaxNumber.Float(text.Replace("_", "")) is { } number ? new FloatScalar(number) : Mismatch("a number");
            case "timestamp":
                return TimeScalars.Read(text);
            case "binary":
                return ReadBinary(text);
            case "merge":
                return Merge;
            default:
                return Unknown("!!" + type);
        }
    }

    private static InvalidScalar Mismatch(string kind) => new("the value is not " + kind + ", as its tag says");

    private static InvalidScalar Unknown(string tag) => new("the tag '" + MessageText.Shorten(tag) + "' is not known; only YAML's standard tags can be read", IsUnknownTag: true);

    private static ScalarValue ReadInteger(string text)
    {
        var digits = text.Replace("_", "");
        var sign = digits[0] == '-' ? BigInteger.MinusOne : BigInteger.One;
        digits = digits.TrimStart('-', '+');
        if (digits.Length > LongestInteger)
        {
            return new InvalidScalar("the number has too many digits");
        }

        if (digits[0] == '0')
        {
            return digits.Length > 1 && digits[1] is 'b' or 'x' ? InBase(digits[1] == 'b' ? 2 : 16, digits.Substring(2), sign) : InBase(8, digits, sign);
        }

        var value = digits.Split(':').Aggregate(BigInteger.Zero, (sum, part) => (sum * 60) + BigInteger.Parse(part, CultureInfo.InvariantCulture));
        return new IntegerScalar(sign * value);
    }

    private static ScalarValue InBase(int radix, string digits, BigInteger sign)
    {
        if (digits.Length == 0)
        {
            return new InvalidScalar("the number has no digits");
        }

        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return new IntegerScalar(sign * value);
    }

    private static FloatScalar ReadFloat(string text)
    {
        var lower = text.Replace("_", "").ToLowerInvariant();
        var sign = lower[0] == '-' ? -1.0 : 1.0;
        lower = lower.TrimStart('-', '+');
        if (lower is ".inf" or ".nan")
        {
            return new FloatScalar(lower == ".inf" ? sign * double.PositiveInfinity : double.NaN);
        }

        var value = 0.0;
        foreach (var part in lower.Split(':'))
        {
            value = (value * 60) + (LaxNumber.Float(part) ?? 0);
        }

        return new FloatScalar(sign * value);
    }

    // Like the reference, whatever is no base64 digit is passed over.
    private static ScalarValue ReadBinary(string text)
    {
        var padding = text.IndexOf('=');
        var digits = new string((padding < 0 ? text : text.Substring(0, padding)).Where(IsBase64Digit).ToArray());
        var missing = (4 - (digits.Length % 4)) % 4;
        if (missing == 3 || text.Count(c => c == '=') < missing)
        {
            return Mismatch("base64");
        }

        var decoded = new System.Text.UTF8Encoding(false, false).GetString(Convert.FromBase64String(digits + new string('=', missing)));
        return new BinaryScalar(decoded.IndexOf('\uFFFD') >= 0 ? null : decoded);
    }

    private static bool IsBase64Digit(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/';
}
