namespace Detectkit.Yaml;

/// <summary>Text of a file as messages show it.</summary>
internal static class MessageText
{
    private const int Longest = 40;

    /// <summary>A text short enough for a one-line message, without control characters.</summary>
    public static string Shorten(string text)
    {
        var line = new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray());
        return line.Length <= Longest ? line : line.Substring(0, char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest) + "...";
    }
}
