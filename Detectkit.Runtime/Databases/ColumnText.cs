using System.Globalization;

namespace Detectkit.Runtime.Databases;

/// <summary>Values that a query gives as text, and what to say when they are not what they should be.</summary>
internal static class ColumnText
{
    private const int LongestQuote = 40;

    /// <summary>A number given as text; an empty one is a missing value.</summary>
    public static double ParseNumber(string column, string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return double.NaN;
        }

        return double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Unusable(column, text, "not a number: cast or filter it in the query");
    }

    public static long ParseTimestamp(string column, string text) => Timestamps.TryParse(text, out var timestamp)
        ? timestamp
        : throw Unusable(column, text, "not a timestamp like '2026-05-02 14:00:00': cast it to a timestamp in the query");

    /// <summary>A floating-point season as JSON would write it: a whole one keeps its <c>.0</c>.</summary>
    public static string SeasonOf(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsFinite(value) && double.IsInteger(value) && !text.Contains('E', StringComparison.Ordinal) ? text + ".0" : text;
    }

    /// <summary>The failure of a text that is not what its column must hold.</summary>
    public static LoadingFailedException Unusable(string column, string text, string what) =>
        new(RuntimeRules.ColumnUnusable, $"column '{column}' holds the text {Quote(text)}, which is {what}");

    /// <summary>The failure of a column whose type cannot be used.</summary>
    public static LoadingFailedException WrongType(string column, string type, string wanted) =>
        new(RuntimeRules.ColumnUnusable, $"column '{column}' has the type {type} but must hold {wanted}: cast it in the query");

    /// <summary>Finds the columns in a result: by exact name, else in any case where that is unambiguous.</summary>
    public static int[] Find(SourceQuery query, IReadOnlyList<string> present)
    {
        return [.. query.Columns.Select(Place)];

        int Place(string name)
        {
            for (var i = 0; i < present.Count; i++)
            {
                if (present[i] == name)
                {
                    return i;
                }
            }

            var alike = Enumerable.Range(0, present.Count).Where(i => string.Equals(present[i], name, StringComparison.OrdinalIgnoreCase)).ToList();
            return alike.Count == 1 ? alike[0] : throw new LoadingFailedException(
                RuntimeRules.ColumnMissing,
                $"the result has no column '{name}' but {string.Join(", ", present.Select(p => "'" + p + "'"))}: name the columns in the query, or say which they are in 'query_columns'");
        }
    }

    private static string Quote(string text) => "'" + (text.Length <= LongestQuote ? text : text[..LongestQuote] + "...").ReplaceLineEndings(" ") + "'";
}
