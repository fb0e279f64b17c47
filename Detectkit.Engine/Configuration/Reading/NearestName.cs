namespace Detectkit.Configuration.Reading;

/// <summary>Guesses which known name was meant.</summary>
internal static class NearestName
{
    // A third of the letters may be wrong; beyond that a guess misleads.
    private const int LettersPerMistake = 3;
    private const int LongestGuess = 60;

    /// <summary>The nearest known name, or null where none is near.</summary>
    public static string? To(string written, IEnumerable<string> known)
    {
        var typed = Plain(written);
        return written.Length > LongestGuess
            ? null
            : known
                .Select(name => (Name: name, Distance: Distance(typed, Plain(name))))
                .Where(c => c.Distance <= Math.Max(1, Math.Max(typed.Length, c.Name.Length) / LettersPerMistake))
                .OrderBy(c => c.Distance)
                .ThenBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => c.Name)
                .FirstOrDefault();
    }

    /// <summary><c>; did you mean 'x'?</c>, or the allowed names where none is near.</summary>
    public static string Hint(string written, IReadOnlyCollection<string> known) =>
        To(written, known) is { } near ? "; did you mean '" + near + "'?" : known.Count == 0 ? "." : "; allowed: " + string.Join(", ", known) + ".";

    private static string Plain(string name) => name.Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    // Edits, a swap of neighbours being one.
    private static int Distance(string left, string right)
    {
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        var beforeThat = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeThat[j - 2] + 1);
                }
            }

            (beforeThat, previous, current) = (previous, current, beforeThat);
        }

        return previous[right.Length];
    }
}
