using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Detectkit.Generators.Naming;

/// <summary>Turns a metric's name into the name of its class.</summary>
internal static class MetricIdentifier
{
    // What stands beside or inside the class, what every class inherits, the class around it, and what reads as a discard.
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "_",
        "Metrics", "All", "Find",
        "Name", "IntervalSeconds", "Tags", "Config",
        "Equals", "ReferenceEquals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize",
    };

    /// <summary>The identifier of a metric: Pascal case over everything that is neither letter nor digit.</summary>
    /// <returns>A valid C# identifier; different names can share one.</returns>
    public static string From(string metricName)
    {
        var result = new StringBuilder(metricName.Length + 2);
        var startsWord = true;
        for (var i = 0; i < metricName.Length; i += char.IsSurrogatePair(metricName, i) ? 2 : 1)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(metricName, i);
            if (!IsLetterOrNumber(category))
            {
                startsWord = true;
            }
            else if (category == UnicodeCategory.OtherNumber || char.IsSurrogatePair(metricName, i))
            {
                // Letters and numbers in a metric's name, but not in a C# identifier: spelt by code point, so that x² and x³ stay apart.
                result.Append("_u").Append(char.ConvertToUtf32(metricName, i).ToString("X4", CultureInfo.InvariantCulture)).Append('_');
                startsWord = true;
            }
            else
            {
                result.Append(startsWord ? char.ToUpperInvariant(metricName[i]) : metricName[i]);
                startsWord = false;
            }
        }

        if (result.Length == 0 || CharUnicodeInfo.GetUnicodeCategory(result[0]) == UnicodeCategory.DecimalDigitNumber)
        {
            result.Insert(0, '_');
        }

        return Free(result.ToString());
    }

    private static string Free(string identifier)
    {
        if (Taken.Contains(identifier) || IsDetectorProperty(identifier))
        {
            return identifier + "_";
        }

        return SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;
    }

    // Detector1, Detector2, ..: the class may have as many as its metric has detectors.
    private static bool IsDetectorProperty(string identifier) =>
        identifier.StartsWith("Detector", StringComparison.Ordinal) && identifier.Length > 8 && identifier.Skip(8).All(c => c is >= '0' and <= '9');

    private static bool IsLetterOrNumber(UnicodeCategory category) => category is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber;
}
