using Detectkit.Build.Options;
using Detectkit.Build.Results;
using Detectkit.Build.Worker;
using DuckDB.NET.Data;

namespace Detectkit.Build.Detecting;

/// <summary>The files of detections: <c>detections/&lt;metric&gt;.csv</c> and <c>detections/&lt;metric&gt;.alerts.csv</c>, or the same as Parquet.</summary>
internal sealed class DetectionFiles(string folder, DetectionFormat format)
{
    /// <summary>How the names of the files end.</summary>
    public static string ExtensionOf(DetectionFormat format) => format == DetectionFormat.Parquet ? ".parquet" : ".csv";

    /// <exception cref="DuckDBException">They cannot be written as Parquet.</exception>
    public void Write(string name, DetectedMetric detected)
    {
        Write(name + ExtensionOf(format), DetectionTable.Points, detected);
        Write(name + ".alerts" + ExtensionOf(format), DetectionTable.Alerts, detected);
        Remove(name, Enum.GetValues<DetectionFormat>().Where(other => other != format));
    }

    /// <summary>Removes what an earlier run has written about a metric that could not be judged now.</summary>
    public void Remove(string name)
    {
        if (Directory.Exists(folder))
        {
            Remove(name, Enum.GetValues<DetectionFormat>());
        }
    }

    // Files of another form beside these would be of another day.
    private void Remove(string name, IEnumerable<DetectionFormat> formats)
    {
        foreach (var ending in formats.Select(ExtensionOf))
        {
            File.Delete(Path.Combine(folder, name + ending));
            File.Delete(Path.Combine(folder, name + ".alerts" + ending));
        }
    }

    private void Write(string file, DetectionTable table, DetectedMetric detected) => EvidenceFile.Write(Path.Combine(folder, file), temporary =>
    {
        if (format == DetectionFormat.Csv)
        {
            WriteCsv(temporary, table, detected);
            return;
        }

        var csv = temporary + ".csv";
        try
        {
            WriteCsv(csv, table, detected);
            WriteParquet(temporary, csv, table);
        }
        finally
        {
            File.Delete(csv);
        }
    });

    private static void WriteCsv(string path, DetectionTable table, DetectedMetric detected)
    {
        using var csv = new CsvWriter(path, table.Columns.Select(c => c.Name));
        table.Write(detected, csv);
    }

    private static void WriteParquet(string path, string csv, DetectionTable table)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var columns = string.Join(", ", table.Columns.Select(c => $"'{c.Name}': '{c.Type}'"));
#pragma warning disable CA2100 // Columns are ours, and the paths are quoted.
        command.CommandText = $"COPY (FROM read_csv({Quoted(csv)}, header = true, delim = ',', quote = '', escape = '', auto_detect = false, columns = {{{columns}}})) TO {Quoted(path)} (FORMAT parquet, COMPRESSION zstd)";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string Quoted(string path) => "'" + path.Replace("'", "''", StringComparison.Ordinal) + "'";
}
