using System.Globalization;
using System.Text;

namespace Detectkit.Build.Detecting;

/// <summary>Writes CSV: a header, commas, line feeds, <c>true</c> and <c>false</c>, numbers that read back as they are, <c>inf</c>.</summary>
internal sealed class CsvTable : ITableWriter
{
    private const int LongestNumber = 32;

    private readonly StreamWriter writer;
    private bool isInRow;

    /// <summary>Starts a file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public CsvTable(string path, IEnumerable<TableColumn> columns)
    {
        writer = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 65536) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', columns.Select(c => c.Name)));
    }

    public void Stamp(long milliseconds)
    {
        Span<char> text = stackalloc char[LongestNumber];
        var stamp = DateTime.UnixEpoch.AddMilliseconds(milliseconds);
        stamp.TryFormat(text, out var length, stamp.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        Cell(text[..length]);
    }

    public void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            Cell(double.IsNaN(value) ? "" : value > 0 ? "inf" : "-inf");
            return;
        }

        Span<char> text = stackalloc char[LongestNumber];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        Cell(text[..length]);
    }

    public void Integer(int value)
    {
        Span<char> text = stackalloc char[LongestNumber];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        Cell(text[..length]);
    }

    public void Truth(bool value) => Cell(value ? "true" : "false");

    public void Word(string? word) => Cell(word);

    public void EndRow()
    {
        writer.Write('\n');
        isInRow = false;
    }

    public void Dispose() => writer.Dispose();

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
