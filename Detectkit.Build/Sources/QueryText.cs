namespace Detectkit.Build.Sources;

/// <summary>Places in a query's text.</summary>
internal static class QueryText
{
    /// <summary>The line and column of an offset.</summary>
    /// <param name="text">The query.</param>
    /// <param name="offset">The offset, from 0; beyond the end is its end.</param>
    /// <returns>The place.</returns>
    public static QueryPlace PlaceOf(string text, int offset)
    {
        var before = text.AsSpan(0, Math.Clamp(offset, 0, text.Length));
        return new QueryPlace(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
