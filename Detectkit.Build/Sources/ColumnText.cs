using System.Globalization;

namespace Detectkit.Build.Sources;

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
            : throw new LoadingFailedException(BuildRules.ColumnUnusable, $"column '{column}' holds the text {Quote(text)}, which is not a number: cast or filter it in the query");
    }

    /// <summary>A stamp given as text.</summary>
    public static long ParseStamp(string column, string text) => Stamp.TryParse(text, out var stamp) ? stamp : throw NotAStamp(column, text);

    /// <summary>The failure of a text that is no stamp.</summary>
    public static LoadingFailedException NotAStamp(string column, string text) => new(
        BuildRules.ColumnUnusable, $"column '{column}' holds the text {Quote(text)}, which is not a timestamp like '2026-05-02 14:00:00': cast it to a timestamp in the query");

    /// <summary>The failure of a text that holds no seasons.</summary>
    public static LoadingFailedException NotSeasons(string column, string text) =>
        new(BuildRules.ColumnUnusable, $"column '{column}' holds the text {Quote(text)}, which is not a JSON object of seasons");

    /// <summary>The failure of a column whose type cannot be used.</summary>
    public static LoadingFailedException WrongType(string column, string type, string wanted) =>
        new(BuildRules.ColumnUnusable, $"column '{column}' has the type {type} but must hold {wanted}: cast it in the query");

    /// <summary>The failure of a column that is not in the result.</summary>
    public static LoadingFailedException Missing(string column, IEnumerable<string> present) => new(
        BuildRules.ColumnMissing,
        $"the result has no column '{column}' but {string.Join(", ", present.Select(p => "'" + p + "'"))}: name the columns in the query, or say which they are in 'query_columns'");

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
            return alike.Count == 1 ? alike[0] : throw Missing(name, present);
        }
    }

    private static string Quote(string text) => "'" + (text.Length <= LongestQuote ? text : text[..LongestQuote] + "...").ReplaceLineEndings(" ") + "'";
}
