using System.Text.Encodings.Web;
using System.Text.Json;

namespace Detectkit.Build.Results;

/// <summary>JSON as people read it in a diff: indented, line feeds, letters of all scripts as they are.</summary>
internal static class RecordText
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a text.</summary>
    /// <param name="write">Writes its one value.</param>
    /// <returns>UTF-8 bytes, a line feed at the end.</returns>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            write(json);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
