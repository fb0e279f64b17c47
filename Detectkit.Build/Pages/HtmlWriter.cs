using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Detectkit.Build.Pages;

/// <summary>Writes HTML or SVG; whatever is text is encoded.</summary>
internal sealed class HtmlWriter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new();
    private readonly Stack<string> open = new();

    /// <summary>Opens an element.</summary>
    /// <param name="tag">Its tag; a class may follow a dot.</param>
    /// <param name="attributes">Attributes; one with a null value is left out.</param>
    /// <returns>This writer.</returns>
    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        open.Push(Start(tag, attributes));
        return this;
    }

    /// <summary>Closes the innermost open element.</summary>
    /// <returns>This writer.</returns>
    public HtmlWriter Close()
    {
        text.Append("</").Append(open.Pop()).Append('>');
        return this;
    }

    /// <summary>Closes the innermost open element and ends the line.</summary>
    /// <returns>This writer.</returns>
    public HtmlWriter CloseLine()
    {
        Close();
        text.Append('\n');
        return this;
    }

    /// <summary>Writes text.</summary>
    /// <param name="content">The text.</param>
    /// <returns>This writer.</returns>
    public HtmlWriter Text(string content)
    {
        text.Append(Encoder.Encode(content));
        return this;
    }

    /// <summary>Writes an element that holds only text.</summary>
    /// <param name="tag">Its tag; a class may follow a dot.</param>
    /// <param name="content">The text.</param>
    /// <param name="attributes">Attributes; one with a null value is left out.</param>
    /// <returns>This writer.</returns>
    public HtmlWriter Element(string tag, string content, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var name = Start(tag, attributes);
        text.Append(Encoder.Encode(content)).Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>Writes an element without content, in the form SVG asks for and HTML accepts.</summary>
    /// <param name="tag">Its tag; a class may follow a dot.</param>
    /// <param name="attributes">Attributes; one with a null value is left out.</param>
    /// <returns>This writer.</returns>
    public HtmlWriter Empty(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        text.Insert(text.Length - 1, '/');
        return this;
    }

    /// <summary>Writes what another writer has written.</summary>
    /// <param name="part">The other writer, all its elements closed.</param>
    /// <returns>This writer.</returns>
    public HtmlWriter Append(HtmlWriter part)
    {
        text.Append(part.text);
        return this;
    }

    /// <summary>Ends the line.</summary>
    /// <returns>This writer.</returns>
    public HtmlWriter Line()
    {
        text.Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private string Start(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var dot = tag.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? tag : tag[..dot];
        text.Append('<').Append(name);
        if (dot >= 0)
        {
            text.Append(" class=\"").Append(tag[(dot + 1)..].Replace('.', ' ')).Append('"');
        }

        foreach (var (key, value) in attributes)
        {
            if (value is not null)
            {
                text.Append(' ').Append(key).Append("=\"").Append(Encoder.Encode(value)).Append('"');
            }
        }

        text.Append('>');
        return name;
    }
}
