using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Detectkit.Configuration.Yaml;

/// <summary>
/// Reads one YAML 1.1 document as the reference's safe loader does. Any text gives a tree or one fault, in time and memory
/// proportional to its length; nothing is thrown.
/// </summary>
public static class YamlReader
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

        var reading = Parse(content, lines);

        // The parser takes tabs as YAML 1.2 does; the reference refuses them between tokens, whatever else is right or wrong after them.
        var tab = StrayTab.Find(content, lines);
        return tab is not null && (reading.Fault is null || tab.Span.Start.Index <= reading.Fault.Span.Start.Index)
            ? new YamlReading(null, tab)
            : reading;
    }

    /// <summary>Reads bytes, which must be UTF-8.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The tree, or the fault.</returns>
    public static YamlReading Read(byte[] bytes)
    {
        var decoding = FileDecoding.Of(bytes);
        return decoding.Text is null ? new YamlReading(null, decoding.Fault) : Read(decoding.Text);
    }

    private static YamlReading Parse(string text, TextLines lines)
    {
        var builder = new YamlTreeBuilder(lines);
        var at = 0L;
        try
        {
            var parser = new Parser(new StringReader(text));
            while (builder.Fault is null && parser.MoveNext())
            {
                var current = parser.Current!;
                at = Math.Max(at, Math.Max(current.Start.Index, current.End.Index));
                builder.Add(current);
            }
        }
        catch (YamlException e)
        {
            return new YamlReading(null, Broken(Math.Max(e.Start.Index, 0), lines, Sentence(e)));
        }
#pragma warning disable CA1031 // The parser throws whatever comes on some broken texts; each of them is the text's fault, not ours.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new YamlReading(null, Broken(at, lines, "the text after this place is no YAML; look for a bracket, brace or quote that is not closed"));
        }

        return builder.Fault is null ? new YamlReading(builder.Root, null) : new YamlReading(null, builder.Fault);
    }

    private static YamlFault Broken(long index, TextLines lines, string reason) => new(Rules.YamlSyntax, lines.Character(index), "Not valid YAML: " + reason + ".");

    // The parser's messages read "While scanning x, found y."; some are empty.
    private static string Sentence(YamlException e)
    {
        var message = e.Message.Replace('\r', ' ').Replace('\n', ' ').Trim().TrimEnd('.');
        return message.Length == 0 ? "the text cannot be read" : char.ToLowerInvariant(message[0]) + message.Substring(1);
    }
}
