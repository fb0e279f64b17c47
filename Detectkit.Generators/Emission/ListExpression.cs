namespace Detectkit.Generators.Emission;

/// <summary>Writes collection expressions.</summary>
internal static class ListExpression
{
    private const int LongestLine = 100;

    /// <summary>A collection expression: on one line where it fits, else from a new line on, an element a line.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="items">The elements.</param>
    /// <param name="expression">Writes an element.</param>
    /// <returns>The expression.</returns>
    public static string Of<T>(IEnumerable<T> items, Func<T, string> expression)
    {
        var elements = items.Select(expression).ToArray();
        var oneLine = "[" + string.Join(", ", elements) + "]";
        return oneLine.Length <= LongestLine && !oneLine.Contains("\n")
            ? oneLine
            : "\n[\n" + Layout.Indent(string.Concat(elements.Select(e => e + ",\n"))) + "]";
    }

    /// <summary>A collection expression of texts.</summary>
    /// <param name="items">The texts.</param>
    /// <returns>The expression.</returns>
    public static string OfTexts(IEnumerable<string> items) => Of(items, Literal.Of);
}
