using System.Data.Common;
using System.Globalization;
using Detectkit.Configuration;
using DuckDB.NET.Data;

namespace Detectkit.Runtime.Databases;

/// <summary>DuckDB, which runs in this process.</summary>
internal sealed class DuckDbDialect : DatabaseDialect
{
    public override ValueList<string> ProfileTypes => ["duckdb"];

    internal override string TableSchemaField => "internal_schema";

    internal override bool IsServer => false;

    internal override IMetricDatabase Open(ConnectionProfile profile, OpenOptions options) => DuckDbDatabase.Open(profile, options);

    internal override string? WhyNotWritable(ConnectionProfile profile)
    {
        if (DuckDbDatabase.IsInMemory(profile))
        {
            return $"the audit needs a database that keeps it, and the profile '{profile.Name}' is DuckDB in memory: name a file or a server";
        }

        return profile.IsReadOnly ? $"the profile '{profile.Name}' says 'read_only: true': name one that may be written" : null;
    }

    internal override string Parameter(int number, TableColumn column) => TextParameter(column.Name, number);

    internal override string ParameterName(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal override string TextParameter(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");

    internal override string TimeBucket(string column, int seconds) => FormattableString.Invariant($"time_bucket(INTERVAL '{seconds} seconds', {column})");

    internal override void Write(DatabaseSession session, TableStatements sql, TableDefinition table, IEnumerable<object?[]> rows) =>
        WriteThroughStage(session, sql, table, stage =>
        {
            using var appender = ((DuckDBConnection)session.Connection).CreateAppender(stage);
            foreach (var values in rows)
            {
                var row = appender.CreateRow();
                foreach (var value in values)
                {
                    _ = value switch
                    {
                        null => row.AppendNullValue(),
                        DateTime timestamp => row.AppendValue(timestamp),
                        bool isTrue => row.AppendValue(isTrue),
                        double number => row.AppendValue(number),
                        int number => row.AppendValue(number),
                        _ => row.AppendValue((string)value),
                    };
                }

                row.EndRow();
            }
        });

    internal override bool IsMissingTable(DbException failure) => failure.Message.StartsWith("Catalog Error", StringComparison.Ordinal);

    internal override bool IsDuplicateKey(DbException failure) => failure.Message.Contains("Duplicate key", StringComparison.OrdinalIgnoreCase);
}
