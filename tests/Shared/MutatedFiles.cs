using System.Text;

namespace Detectkit.Tests;

/// <summary>Files as they come when somebody, or something, has damaged them: numbered mutations of good ones.</summary>
internal static class MutatedFiles
{
    private static readonly string[] Scraps =
    [
        "\t", "\0", "\r", "\n", "\n\n", ":", ": ", "- ", "#", " #", "&a ", "*a ", "<<: *a", "!!str ", "!x ", "{", "}", "[", "]", ",", "\"", "'", "|", ">", "|2-\n", "%YAML 9.9\n", "---", "...",
        "? ", "~", "null", ".nan", ".inf", "-.inf", "1e400", "0x", "0o8", "1_0", "12:30:45", "2026-02-30", "999999999999999999999999", "yes", "on", "=", "\ufeff", "\ud800", "\u2028", "\u0085", "@", "`", "é",
        "{{ ", "{% for x in y %}", "${HOME}", "\\x00", "\"\\u12\"", "name: ", "detectors:\n  - ", "params: {threshold: ", "interval: ",
    ];

    /// <summary>A damaged file; the same number gives the same one.</summary>
    public static byte[] Mutate(byte[] file, int number)
    {
        var random = new Random(number);
        var text = new StringBuilder(Encoding.UTF8.GetString(file));
        for (var edits = 1 + random.Next(4); edits > 0; edits--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(text.Length - at, random.Next(3) == 0 ? random.Next(60) : random.Next(4));
            switch (random.Next(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 2:
                    text.Length = at;
                    break;
                case 3 when length > 0:
                    text[at] = (char)random.Next(0x20, 0x7f);
                    break;
                default:
                    text.Insert(at, Scraps[random.Next(Scraps.Length)]);
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(10) == 0 && bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(40) == 0 ? Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text.ToString())).ToArray() : bytes;
    }
}
