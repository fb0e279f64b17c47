using System.Globalization;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Golden;

/// <summary>Loads the recorded CSV files.</summary>
internal static class CsvSeries
{
    public static MetricSeries Load(string path, int intervalSeconds, IReadOnlyList<string> columns)
    {
        var (stamps, values) = (new List<long>(), new List<double>());
        foreach (var line in File.ReadLines(path).Skip(1).Where(l => l.Length > 0))
        {
            var cells = line.Split(',');
            stamps.Add(Milliseconds(cells[0]));
            values.Add(Number(cells[1]));
        }

        return MetricSeries.FromRows([.. stamps], [.. values], intervalSeconds, columns);
    }

    public static double Number(string cell) => cell switch
    {
        "" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(cell, CultureInfo.InvariantCulture),
    };

    public static long Milliseconds(string cell) =>
        new DateTimeOffset(DateTime.Parse(cell, CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
