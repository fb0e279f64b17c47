using System.Globalization;
using System.Text;
using System.Text.Json;
using Detectkit.Build.Sources;
using DuckDB.NET.Data;
using Npgsql;

namespace Detectkit.Build.Audit;

/// <summary>Writes rows in bulk, in the way that each database takes them fastest. Rows take the place of those of the same key.</summary>
internal static class AuditRows
{
    private const string Stage = "_detectkit_stage";

    // 12 columns: MySQL takes at most 65,535 parameters in a statement.
    private const int RowsOfStatement = 500;

    // A statement's text is in memory as a whole, about 300 bytes for a row.
    private const int RowsOfJson = 50_000;

    /// <summary>Writes rows of a table's columns, as they come.</summary>
    /// <param name="connection">Where to.</param>
    /// <param name="sql">The database's words.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows: texts, UTC stamps, numbers, truth values, null.</param>
    /// <returns>How many there were.</returns>
    public static int Write(AuditConnection connection, AuditSql sql, AuditTable table, IEnumerable<object?[]> rows)
    {
        var count = 0;
        Send(connection, sql, table, rows.Select(row =>
        {
            connection.Cancellation.ThrowIfCancellationRequested();
            count++;
            return row;
        }));
        return count;
    }

    /// <summary>The statement that brings rows to ClickHouse: no value is part of its SQL, each is a JSON value behind it.</summary>
    /// <param name="sql">The database's words.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>The statement.</returns>
    public static string Json(AuditSql sql, AuditTable table, IReadOnlyList<object?[]> rows)
    {
        var text = new StringBuilder(sql.InsertJson(table, table.Columns));
        foreach (var row in rows)
        {
            text.Append('{');
            for (var i = 0; i < row.Length; i++)
            {
                var value = row[i] switch
                {
                    DateTime stamp => JsonSerializer.Serialize(Format(stamp)),
                    var other => JsonSerializer.Serialize(other),
                };
                text.Append(i > 0 ? "," : "").Append(JsonSerializer.Serialize(table.Columns[i].Name)).Append(':').Append(value);
            }

            text.Append("}\n");
        }

        return text.ToString();
    }

    private static void Send(AuditConnection connection, AuditSql sql, AuditTable table, IEnumerable<object?[]> rows)
    {
        switch (connection.Type)
        {
            case DatabaseType.Postgres:
                connection.Execute(sql.CreateStage(table, Stage));
                Copy((NpgsqlConnection)connection.Driver, $"COPY {sql.Quote(Stage)} FROM STDIN", rows);
                connection.Execute(sql.UpsertFrom(table, Stage));
                connection.Execute($"DROP TABLE {sql.Quote(Stage)}");
                break;
            case DatabaseType.DuckDb:
                connection.Execute(sql.CreateStage(table, Stage));
                Append((DuckDBConnection)connection.Driver, rows);
                connection.Execute(sql.UpsertFrom(table, Stage));
                connection.Execute($"DROP TABLE {sql.Quote(Stage)}");
                break;
            case DatabaseType.MySql:
                foreach (var part in rows.Chunk(RowsOfStatement))
                {
                    connection.Execute(sql.Upsert(table, table.Columns, part.Length), [.. part.SelectMany(r => r)]);
                }

                break;
            default:
                foreach (var part in rows.Chunk(RowsOfJson))
                {
                    connection.Execute(Json(sql, table, part));
                }

                break;
        }
    }

    private static void Copy(NpgsqlConnection connection, string statement, IEnumerable<object?[]> rows)
    {
        using var writer = connection.BeginTextImport(statement);
        foreach (var row in rows)
        {
            writer.Write(string.Join('\t', row.Select(Copied)) + "\n");
        }
    }

    // The text form, because PostgreSQL then reads each value as its column wants it.
    private static string Copied(object? value) => value switch
    {
        null => @"\N",
        DateTime stamp => Format(stamp),
        bool truth => truth ? "t" : "f",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal),
    };

    private static void Append(DuckDBConnection connection, IEnumerable<object?[]> rows)
    {
        using var appender = connection.CreateAppender(Stage);
        foreach (var values in rows)
        {
            var row = appender.CreateRow();
            foreach (var value in values)
            {
                _ = value switch
                {
                    null => row.AppendNullValue(),
                    DateTime stamp => row.AppendValue(stamp),
                    bool truth => row.AppendValue(truth),
                    double number => row.AppendValue(number),
                    int number => row.AppendValue(number),
                    _ => row.AppendValue((string)value),
                };
            }

            row.EndRow();
        }
    }

    private static string Format(DateTime stamp) => stamp.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
