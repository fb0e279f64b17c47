using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Detectkit.Build.Pages;

/// <summary>Writes HTML or SVG; whatever is text is encoded. A tag may have a class after a dot; attributes without a value are left out.</summary>
internal sealed class HtmlWriter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new();
    private readonly Stack<string> open = new();

    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        open.Push(Start(tag, attributes));
        return this;
    }

    public HtmlWriter Close()
    {
        text.Append("</").Append(open.Pop()).Append('>');
        return this;
    }

    /// <summary>Closes the innermost open element and ends the line.</summary>
    public HtmlWriter CloseLine()
    {
        return Close().Line();
    }

    public HtmlWriter Text(string content)
    {
        text.Append(Encoder.Encode(content));
        return this;
    }

    /// <summary>An element that holds only text.</summary>
    public HtmlWriter Element(string tag, string content, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var name = Start(tag, attributes);
        text.Append(Encoder.Encode(content)).Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>Opens a table and writes its head.</summary>
    public HtmlWriter OpenTable(string tag, params ReadOnlySpan<string> titles)
    {
        Open(tag).Open("thead").Open("tr");
        foreach (var title in titles)
        {
            Element("th", title, ("scope", "col"));
        }

        return Close().Close();
    }

    /// <summary>An element without content, in the form SVG asks for and HTML accepts.</summary>
    public HtmlWriter Empty(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        text.Insert(text.Length - 1, '/');
        return this;
    }

    /// <summary>What another writer has written, all its elements closed.</summary>
    public HtmlWriter Append(HtmlWriter part)
    {
        text.Append(part.text);
        return this;
    }

    public HtmlWriter Line()
    {
        text.Append('\n');
        return this;
    }

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
