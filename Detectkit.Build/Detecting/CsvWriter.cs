using System.Globalization;
using System.Text;

namespace Detectkit.Build.Detecting;

/// <summary>Writes CSV row by row: commas, line feeds, <c>true</c> and <c>false</c>, numbers that read back as they are, <c>inf</c>.</summary>
internal sealed class CsvWriter : IDisposable
{
    private const int LongestNumber = 32;

    private readonly StreamWriter writer;
    private bool isInRow;

    public CsvWriter(string path, IEnumerable<string> columns)
    {
        writer = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 65536) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', columns));
    }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public void Timestamp(long milliseconds)
    {
        var timestamp = DateTime.UnixEpoch.AddMilliseconds(milliseconds);
        Format(timestamp, timestamp.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff");
    }

    /// <summary>A number, possibly infinite; NaN for an empty cell.</summary>
    public void Number(double value)
    {
        if (double.IsFinite(value))
        {
            Format(value, "R");
        }
        else
        {
            Cell(double.IsNaN(value) ? "" : value > 0 ? "inf" : "-inf");
        }
    }

    public void Integer(int value) => Format(value, "");

    public void Boolean(bool value) => Cell(value ? "true" : "false");

    /// <summary>A word without characters that CSV would have to quote; <c>null</c> for an empty cell.</summary>
    public void Word(string? word) => Cell(word);

    public void EndRow()
    {
        writer.Write('\n');
        isInRow = false;
    }

    public void Dispose() => writer.Dispose();

    private void Format<T>(T value, string format)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[LongestNumber];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        Cell(text[..length]);
    }

    private void Cell(ReadOnlySpan<char> text)
    {
        if (isInRow)
        {
            writer.Write(',');
        }

        writer.Write(text);
        isInRow = true;
    }
}
