namespace Detectkit.Configuration.Reading;

/// <summary>Guesses which known name was meant.</summary>
internal static class SpellingSuggestion
{
    // A third of the letters may be wrong; beyond that a guess misleads.
    private const int LettersPerMistake = 3;
    private const int LongestGuess = 60;
    private const int ShortList = 12;

    /// <summary>The nearest known name, or null where none is near.</summary>
    public static string? Find(string written, IEnumerable<string> known)
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

    /// <summary><c>; did you mean 'x'? Allowed: x, y.</c>, the list where it is short or no name is near.</summary>
    public static string Hint(string written, IReadOnlyCollection<string> known)
    {
        var list = string.Join(", ", known) + ".";
        return Find(written, known) is { } near
            ? "; did you mean '" + near + "'?" + (known.Count is > 1 and <= ShortList ? " Allowed: " + list : "")
            : known.Count == 0 ? "." : "; allowed: " + list;
    }

    /// <summary>
    /// The file that was meant: one of the same folder, else of any, whose name without folder and extension is near. Whole paths are not
    /// compared, because a folder in common would make any two names look alike.
    /// </summary>
    public static string? FindFile(string written, IReadOnlyCollection<string> known)
    {
        string? Among(IEnumerable<string> files)
        {
            var stems = files.ToLookup(Stem, StringComparer.Ordinal);
            return Find(Stem(written), stems.Select(s => s.Key)) is { } stem ? stems[stem].OrderBy(f => f, StringComparer.Ordinal).First() : null;
        }

        return Among(known.Where(k => Folder(k) == Folder(written))) ?? Among(known);
    }

    private static string Folder(string path) => path.Substring(0, path.LastIndexOf('/') + 1);

    private static string Stem(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        var dot = name.LastIndexOf('.');
        return dot <= 0 ? name : name.Substring(0, dot);
    }

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
