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
    public static string Write(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            var value = new StringBuilder(entry.Value).Replace(@"\", @"\\").Replace("\n", @"\n").Replace("\r", @"\r");
            text.Append(entry.Key).Append('=').Append(value).Append('\n');
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
            var isEscape = line[i] == '\\' && i + 1 < line.Length;
            i += isEscape ? 1 : 0;
            text.Append(isEscape ? line[i] switch { 'n' => '\n', 'r' => '\r', var c => c } : line[i]);
        }

        return text.ToString();
    }
}

/// <summary>The names of a request's entries besides the build properties, which have their own names.</summary>
internal static class RequestName
{
    public const string Command = "command";

    public const string Project = "project";

    /// <summary>The name of a global property that <see cref="PropertyName.IsOurs"/>.</summary>
    public const string Given = "given";

    /// <summary>A file of the project: its kind, a colon and its absolute path.</summary>
    public const string File = "file";
}
