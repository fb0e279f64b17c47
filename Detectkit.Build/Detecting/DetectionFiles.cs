using Detectkit.Build.Options;
using Detectkit.Build.Results;
using Detectkit.Configuration;

namespace Detectkit.Build.Detecting;

/// <summary>The files of detections: <c>detections/&lt;metric&gt;.csv</c> and <c>detections/&lt;metric&gt;.alerts.csv</c>, or the same as Parquet.</summary>
/// <param name="format">Their form.</param>
internal sealed class DetectionFiles(string folder, DetectionFormat format)
{
    private readonly string extension = ExtensionOf(format);

    /// <summary>How the names of the files end.</summary>
    public static string ExtensionOf(DetectionFormat format) => format == DetectionFormat.Parquet ? ".parquet" : ".csv";

    /// <summary>Writes a metric's files.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public void Write(string name, DetectedMetric detected)
    {
        Write(name + extension, DetectionTable.Columns, writer => DetectionTable.Write(detected, writer));
        Write(name + ".alerts" + extension, AlertTable.Columns, writer => AlertTable.Write(detected, writer));
        Remove(name, Enum.GetValues<DetectionFormat>().Where(other => other != format));
    }

    /// <summary>Removes what an earlier run has written about a metric that could not be judged now.</summary>
    /// <exception cref="IOException">They cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be removed.</exception>
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

    private void Write(string file, ValueList<TableColumn> columns, Action<ITableWriter> rows) =>
        EvidenceFile.Write(Path.Combine(folder, file), temporary =>
        {
            using ITableWriter writer = format == DetectionFormat.Parquet ? new ParquetTable(temporary, columns) : new CsvTable(temporary, columns);
            rows(writer);
        });
}
