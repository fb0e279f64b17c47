namespace Detectkit.Yaml;

/// <summary>
/// Reads one YAML 1.1 document as the reference's safe loader does. Any text gives a tree or one fault, in time and memory
/// proportional to its length; nothing is thrown.
/// </summary>
/// <remarks>
/// A parser of our own, because none at hand reads YAML 1.1 as the reference does: the one we tried accepts a <c>?</c> or a tab where
/// the reference refuses the file, and refuses quoted texts over several lines that the reference reads. It also keeps the generator
/// free of assemblies that the compiler would have to load.
/// </remarks>
internal static class YamlReader
{
    private const string ByteOrderMark = "\uFEFF";

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; a byte order mark at its start is skipped and counts for no position.</param>
    /// <returns>The tree, or the fault.</returns>
    public static YamlReading Read(string text)
    {
        var content = text.StartsWith(ByteOrderMark, StringComparison.Ordinal) ? text.Substring(1) : text;
        var lines = new TextLines(content);
        if (ForbiddenCharacters.Find(content, lines) is { } forbidden)
        {
            return new YamlReading(null, forbidden);
        }

        return new YamlParser(content, lines).Read();
    }

    /// <summary>Reads bytes, which must be UTF-8.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The tree, or the fault.</returns>
    public static YamlReading Read(byte[] bytes)
    {
        var decoding = FileDecoding.Of(bytes);
        return decoding.Text is null ? new YamlReading(null, decoding.Fault) : Read(decoding.Text);
    }
}
