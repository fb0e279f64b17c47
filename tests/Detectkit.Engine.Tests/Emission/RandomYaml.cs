using System.Globalization;
using System.Text;
using Detectkit.Emission;

namespace Detectkit.Engine.Tests.Emission;

/// <summary>Data to be written as YAML in some way or other.</summary>
internal abstract record Data
{
    public string? Anchor { get; init; }
}

internal sealed record Text(string Value) : Data;

/// <summary>A scalar that must be written exactly so.</summary>
internal sealed record Raw(string Value) : Data;

internal sealed record Alias(string Name) : Data;

internal sealed record Items(params Data[] Values) : Data;

internal sealed record Fields(params (string Key, Data Value)[] Entries) : Data;

/// <summary>Writes data as valid YAML in a random style: comments, odd spacing, flow or block, any quotes, any line break.</summary>
internal sealed class RandomYaml(Random random, string[] newLines)
{
    private readonly StringBuilder text = new();
    private int comments;

    public string Write(Fields root, bool isFlow)
    {
        if (Chance(3))
        {
            Line("# yaml-language-server: $schema=x.json");
        }

        if (Chance(4))
        {
            Line(Chance(2) ? "---" : "--- # the metric");
        }

        if (Chance(6))
        {
            EarlierHeader();
        }

        Noise(0);
        if (isFlow)
        {
            Flow(root, 0, mayBreak: true);
            EndLine();
        }
        else
        {
            Mapping(root, 0);
        }

        Noise(0);
        return text.ToString();
    }

    private bool Chance(int of) => random.Next(of) == 0;

    private void Line(string line) => text.Append(line).Append(newLines[random.Next(newLines.Length)]);

    private string Spaces(int least, int most) => new(' ', random.Next(least, most + 1));

    private string Comment() => "# c" + (++comments).ToString(CultureInfo.InvariantCulture) + (Chance(3) ? ", {x}: 'y' [\"" : "");

    private void EndLine() => Line(Chance(4) ? Spaces(1, 3) + Comment() : Chance(6) ? Spaces(1, 2) : "");

    private void EarlierHeader()
    {
        Line(TunedHeader.Border);
        Line(TunedHeader.Title + "0a1b2c)");
        Line("# Labels          : unsupervised — no labels");
        if (!Chance(4))
        {
            Line(TunedHeader.Border);
        }
    }

    private void Noise(int indent)
    {
        while (Chance(5))
        {
            Line(Chance(2) ? "" : new string(' ', Chance(2) ? indent : random.Next(0, 9)) + Comment());
        }
    }

    private void Mapping(Fields fields, int indent, bool isFirstPlaced = false)
    {
        foreach (var (key, value) in fields.Entries)
        {
            if (!isFirstPlaced)
            {
                Noise(indent);
                text.Append(' ', indent);
            }

            if (!isFirstPlaced && Chance(25))
            {
                text.Append("? ").Append(Quoted(key, inFlow: false));
                EndLine();
                text.Append(' ', indent).Append(':');
            }
            else
            {
                text.Append(Quoted(key, inFlow: false)).Append(Chance(8) ? " :" : ":");
            }

            isFirstPlaced = false;
            Value(value, indent);
        }
    }

    private void Value(Data value, int indent)
    {
        AppendAnchor(value);
        switch (value)
        {
            case Fields { Entries.Length: > 0 } or Items { Values.Length: > 0 } when !Chance(3):
                EndLine();
                var step = value is Items && Chance(2) ? 0 : random.Next(1, 5);
                Block(value, indent + step);
                break;
            case Text { Value: var content } when content.Trim('\n').Split('\n') is { Length: > 1 } lines && lines.All(l => l.Length > 0 && l[0] != ' ') && Chance(3):
                Folded(lines, content.EndsWith('\n'), indent);
                break;
            case Text { Value: var content } when content.Contains('\n', StringComparison.Ordinal) && !Chance(4):
                Literal(content, indent);
                break;
            case Raw { Value: "" }:
                EndLine();
                break;
            default:
                text.Append(Spaces(1, 3));
                Flow(value, indent + 1, mayBreak: true);
                EndLine();
                break;
        }
    }

    private void AppendAnchor(Data value)
    {
        if (value.Anchor is not null)
        {
            text.Append(Spaces(1, 2)).Append('&').Append(value.Anchor);
        }
    }

    private void Block(Data value, int indent)
    {
        if (value is Fields fields)
        {
            Mapping(fields, indent);
            return;
        }

        foreach (var item in ((Items)value).Values)
        {
            Noise(indent);
            text.Append(' ', indent).Append('-');
            if (item is Fields { Entries.Length: > 0, Anchor: null } compact && Chance(2))
            {
                var gap = random.Next(1, 4);
                text.Append(' ', gap);
                Mapping(compact, indent + 1 + gap, isFirstPlaced: true);
            }
            else
            {
                AppendAnchor(item);
                if (item is Fields { Entries.Length: > 0 } or Items { Values.Length: > 0 } && Chance(2))
                {
                    EndLine();
                    Block(item, indent + random.Next(1, 5));
                }
                else
                {
                    text.Append(Spaces(1, 3));
                    Flow(item, indent + 1, mayBreak: true);
                    EndLine();
                }
            }
        }
    }

    // Literal text that ends with one line break, with a chance of blank lines behind it that do not count.
    private void Literal(string content, int indent)
    {
        var isClipped = content.EndsWith('\n');
        Line(Spaces(1, 2) + "|" + (isClipped ? "" : "-") + (Chance(5) ? " " + Comment() : ""));
        var step = random.Next(1, 5);
        foreach (var line in content.TrimEnd('\n').Split('\n'))
        {
            Line(line.Length > 0 ? new string(' ', indent + step) + line : "");
        }

        if (Chance(4))
        {
            Line("");
        }
    }

    // An empty line stands for each line break.
    private void Folded(string[] lines, bool isClipped, int indent)
    {
        Line(Spaces(1, 2) + ">" + (isClipped ? "" : "-"));
        var step = random.Next(1, 5);
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
            {
                Line("");
            }

            Line(new string(' ', indent + step) + lines[i]);
        }
    }

    private void Flow(Data value, int indent, bool mayBreak)
    {
        switch (value)
        {
            case Items items:
                Bracket('[', ']', items.Values.Select(v => (Action)(() => FlowItem(v, indent, mayBreak))).ToList(), indent, mayBreak);
                break;
            case Fields fields:
                Bracket(
                    '{',
                    '}',
                    fields.Entries.Select(e => (Action)(() =>
                    {
                        text.Append(Quoted(e.Key, inFlow: true)).Append(':').Append(Spaces(1, 2));
                        FlowItem(e.Value, indent, mayBreak);
                    })).ToList(),
                    indent,
                    mayBreak);
                break;
            case Alias alias:
                text.Append('*').Append(alias.Name).Append(' ');
                break;
            case Raw raw:
                text.Append(raw.Value);
                break;
            default:
                text.Append(Chance(20) ? "!!str " : "").Append(Quoted(((Text)value).Value, inFlow: true));
                break;
        }
    }

    private void FlowItem(Data value, int indent, bool mayBreak)
    {
        if (value.Anchor is not null)
        {
            text.Append('&').Append(value.Anchor).Append(' ');
        }

        Flow(value, indent, mayBreak);
    }

    private void Bracket(char open, char close, List<Action> parts, int indent, bool mayBreak)
    {
        var isBroken = mayBreak && Chance(3);
        void Break()
        {
            if (isBroken)
            {
                EndLine();
                Noise(indent);
                text.Append(' ', indent + 2);
            }
            else
            {
                text.Append(Spaces(0, 1));
            }
        }

        text.Append(open);
        Break();
        for (var i = 0; i < parts.Count; i++)
        {
            parts[i]();
            var isLast = i == parts.Count - 1;
            text.Append(!isLast || Chance(5) ? Chance(6) ? " ," : "," : "");
            if (!isLast)
            {
                Break();
                text.Append(isBroken ? "" : " ");
            }
        }

        if (parts.Count > 0 && isBroken)
        {
            EndLine();
            text.Append(' ', indent);
        }

        text.Append(close);
    }

    private string Quoted(string value, bool inFlow)
    {
        var isPlain = value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' || (c is ' ' or '.' && !inFlow)) && char.IsAsciiLetter(value[0]) && value is not ("on" or "yes" or "no");
        return random.Next(4) switch
        {
            _ when value == "<<" => value,
            0 when !value.Contains('\n', StringComparison.Ordinal) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'",
            not 1 when isPlain => value,
            _ => "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"",
        };
    }
}
