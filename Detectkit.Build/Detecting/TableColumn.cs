namespace Detectkit.Build.Detecting;

/// <summary>A column of a table.</summary>
/// <param name="Type">Its type in DuckDB, which writes Parquet.</param>
internal sealed record TableColumn(string Name, string Type);
