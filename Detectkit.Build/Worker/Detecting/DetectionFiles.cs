using Detectkit.Build.Worker.Options;
using Detectkit.Build.Worker.Records;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Detecting;

/// <summary>The files of detections: <c>detections/&lt;metric&gt;.csv</c> and <c>detections/&lt;metric&gt;.alerts.csv</c>, or the same as Parquet.</summary>
/// <param name="folder">The folder.</param>
/// <param name="format">Their form.</param>
internal sealed class DetectionFiles(string folder, DetectionFormat format)
{
    private string Extension => format == DetectionFormat.Parquet ? ".parquet" : ".csv";

    /// <summary>Writes a metric's files.</summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="detected">What was found.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public void Write(string name, DetectedMetric detected)
    {
        Write(name + Extension, DetectionTable.Columns, writer => DetectionTable.Write(detected, writer));
        Write(name + ".alerts" + Extension, AlertTable.Columns, writer => AlertTable.Write(detected, writer));
    }

    /// <summary>Removes what an earlier run has written about a metric that could not be judged now.</summary>
    /// <param name="name">The metric's name.</param>
    /// <exception cref="IOException">They cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be removed.</exception>
    public void Remove(string name)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(Path.Combine(folder, name + Extension));
            File.Delete(Path.Combine(folder, name + ".alerts" + Extension));
        }
    }

    private void Write(string file, ValueList<TableColumn> columns, Action<ITableWriter> rows) =>
        EvidenceFile.Write(Path.Combine(folder, file), temporary =>
        {
            using ITableWriter writer = format == DetectionFormat.Parquet ? new ParquetTable(temporary, columns) : new CsvTable(temporary, columns);
            rows(writer);
        });
}
