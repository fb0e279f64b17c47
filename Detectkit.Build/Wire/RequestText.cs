using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Detectkit.Build.Wire;

/// <summary>
/// How the task tells the worker what to do: one <c>name=value</c> per line, an empty line at the end. The stream stays open after
/// it: its end means cancel. Compiled into both sides.
/// </summary>
internal static class RequestText
{
    /// <summary>Writes the entries and the empty line.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(entry.Key).Append('=');
            foreach (var c in entry.Value)
            {
                _ = c switch
                {
                    '\\' => text.Append(@"\\"),
                    '\n' => text.Append(@"\n"),
                    '\r' => text.Append(@"\r"),
                    _ => text.Append(c),
                };
            }

            text.Append('\n');
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Reads entries up to the empty line.</summary>
    public static List<KeyValuePair<string, string>>? Read(TextReader reader)
    {
        var entries = new List<KeyValuePair<string, string>>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                return entries;
            }

            var equals = line.IndexOf('=');
            if (equals < 0)
            {
                return null;
            }

            entries.Add(new KeyValuePair<string, string>(line.Substring(0, equals), Unescape(line, equals + 1)));
        }

        return null;
    }

    private static string Unescape(string line, int start)
    {
        var text = new StringBuilder();
        for (var i = start; i < line.Length; i++)
        {
            if (line[i] != '\\' || i + 1 == line.Length)
            {
                text.Append(line[i]);
                continue;
            }

            i++;
            text.Append(line[i] switch { 'n' => '\n', 'r' => '\r', var c => c });
        }

        return text.ToString();
    }
}
