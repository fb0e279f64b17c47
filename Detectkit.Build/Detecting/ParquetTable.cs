using DuckDB.NET.Data;

namespace Detectkit.Build.Detecting;

/// <summary>Writes Parquet through DuckDB, in which the rows are collected first.</summary>
internal sealed class ParquetTable : ITableWriter
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly string path;
    private readonly DuckDBAppender appender;
    private IDuckDBAppenderRow? row;

    /// <summary>Starts a table.</summary>
    public ParquetTable(string path, IEnumerable<TableColumn> columns)
    {
        this.path = path;
        connection.Open();
        Execute($"CREATE TABLE rows ({string.Join(", ", columns.Select(c => $"\"{c.Name}\" {c.Type}"))})");
        appender = connection.CreateAppender("rows");
    }

    private IDuckDBAppenderRow Row => row ??= appender.CreateRow();

    public void Stamp(long milliseconds) => Row.AppendValue(DateTime.UnixEpoch.AddMilliseconds(milliseconds));

    public void Number(double value) => Row.AppendValue(double.IsNaN(value) ? null : value);

    public void Integer(int value) => Row.AppendValue(value);

    public void Truth(bool value) => Row.AppendValue(value);

    public void Word(string? word) => Row.AppendValue(word);

    public void EndRow()
    {
        Row.EndRow();
        row = null;
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="DuckDBException">It cannot be written.</exception>
    public void Dispose()
    {
        try
        {
            appender.Dispose();
            Execute($"COPY rows TO '{path.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet, COMPRESSION zstd)");
        }
        finally
        {
            connection.Dispose();
        }
    }

    private void Execute(string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Columns are ours, and the path is quoted.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
