using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Detectkit.Runtime.Databases;

/// <summary>A DuckDB instance: one for all metrics, a connection for each.</summary>
internal sealed partial class DuckDbDatabase : IMetricDatabase
{
    // Where Python detectkit keeps its own tables unless a profile says otherwise.
    private const string ReferenceSchema = "detectkit";

    private readonly DuckDBConnection instance;
    private readonly Lock gate = new();
    private readonly bool isInMemory;

    private DuckDbDatabase(string options, bool isInMemory)
    {
        instance = new DuckDBConnection(options);
        this.isInMemory = isInMemory;
    }

    public string? TableSchema { get; private set; }

    public static bool IsInMemory(ConnectionProfile profile) => profile.Path is null or "" or ":memory:";

    /// <exception cref="LoadingFailedException">It cannot be opened or a setting is refused.</exception>
    public static DuckDbDatabase Open(ConnectionProfile profile, OpenOptions opening)
    {
        var isInMemory = IsInMemory(profile);
        var isReadOnly = !opening.IsWritten || profile.IsReadOnly;
        var path = isInMemory ? ":memory:" : Path.GetFullPath(profile.Path!, opening.Root);
        if (!isInMemory && !File.Exists(path))
        {
            // Opened for reading only, DuckDB would say so less clearly; opened for writing, it makes the file, which the audit is about.
            if (isReadOnly)
            {
                throw profile.Refusal("there is no DuckDB file at the profile's path");
            }

            if (!Directory.Exists(Path.GetDirectoryName(path)))
            {
                throw profile.Refusal("there is no folder at the profile's path in which a DuckDB file could be made");
            }
        }

        var options = new DuckDBConnectionStringBuilder { DataSource = path };
        if (!isInMemory && isReadOnly)
        {
            options["access_mode"] = "READ_ONLY";
        }

        var database = new DuckDbDatabase(options.ConnectionString, isInMemory);
        try
        {
            var connection = database.instance;
            connection.Open();
            Set(connection, "TimeZone", "UTC");
            Set(connection, "file_search_path", opening.Root);
            if (opening.Threads is { } count)
            {
                Set(connection, "threads", count.ToString(CultureInfo.InvariantCulture));
            }

            foreach (var (name, value) in profile.Settings)
            {
                Set(connection, name, value);
            }

            database.TableSchema = HasSchema(connection, ReferenceSchema) ? ReferenceSchema : null;
            return database;
        }
        catch (DuckDBException e)
        {
            database.Dispose();
            throw profile.Refusal(Split(e.Message).Text, e);
        }
    }

    public LoadedRows Load(SourceQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var connection = Connect();
        var native = connection.NativeConnection;
        using var interrupt = cancellation.Register(native.Interrupt);
        var state = Run(native, query, out var result);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return state.IsSuccess() ? Read(query, ref result, cancellation) : throw Failure(NativeMethods.Query.DuckDBResultError(ref result));
        }
        finally
        {
            NativeMethods.Query.DuckDBDestroyResult(ref result);
        }
    }

    public void Dispose() => instance.Dispose();

    private static DuckDBState Run(DuckDBNativeConnection connection, SourceQuery query, out DuckDBResult result)
    {
        if (query.Parameters.Count == 0)
        {
            // Unlike a prepared statement, this may be several.
            return NativeMethods.Query.DuckDBQuery(connection, query.Text, out result);
        }

        var state = NativeMethods.PreparedStatements.DuckDBPrepare(connection, query.Text, out var statement);
        using (statement)
        {
            if (!state.IsSuccess())
            {
                throw Failure(NativeMethods.PreparedStatements.DuckDBPrepareError(statement));
            }

            for (var i = 0; i < query.Parameters.Count; i++)
            {
                NativeMethods.PreparedStatements.DuckDBBindVarchar(statement, i + 1, query.Parameters[i].Value);
            }

            return NativeMethods.PreparedStatements.DuckDBExecutePrepared(statement, out result);
        }
    }

    private static LoadedRows Read(SourceQuery query, ref DuckDBResult result, CancellationToken cancellation)
    {
        var columns = Columns(query, ref result);
        var buffer = new RowBuffer(query);
        buffer.Reserve((int)Math.Min(NativeMethods.Query.DuckDBRowCount(ref result), int.MaxValue / 2));
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var chunk = NativeMethods.Query.DuckDBFetchChunk(result);
            if (chunk.IsInvalid)
            {
                return buffer.ToRows();
            }

            var rows = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
            buffer.Reserve(rows);
            new DuckDbVector(columns[0], chunk, rows).ReadTimestamps(buffer.Milliseconds);
            new DuckDbVector(columns[1], chunk, rows).ReadNumbers(buffer.Values);
            for (var i = 2; i < columns.Length; i++)
            {
                new DuckDbVector(columns[i], chunk, rows).ReadTexts(buffer.Seasonality(i - 2));
            }

            buffer.Commit(rows);
        }
    }

    private static DuckDbColumn[] Columns(SourceQuery query, ref DuckDBResult result)
    {
        var names = new string[(int)NativeMethods.Query.DuckDBColumnCount(ref result)];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = NativeMethods.Query.DuckDBColumnName(ref result, i);
        }

        var places = ColumnText.Find(query, names);
        var columns = new DuckDbColumn[places.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new DuckDbColumn(ref result, places[i], names[places[i]]);
            var (isUsable, wanted) = i switch
            {
                0 => (column.HoldsTimestamps, "a date, a timestamp or its text"),
                1 => (column.HoldsNumbers, "numbers"),
                _ => (column.HoldsTexts, "numbers, Booleans or strings"),
            };
            columns[i] = isUsable ? column : throw ColumnText.WrongType(column.Name, column.ToString(), wanted);
        }

        return columns;
    }

    private static void Set(DuckDBConnection connection, string name, string value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SET GLOBAL \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" = '{value.Replace("'", "''", StringComparison.Ordinal)}'";
        command.ExecuteNonQuery();
    }

    private static bool HasSchema(DuckDBConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM duckdb_schemas() WHERE database_name = current_database() AND schema_name = '{name}'";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
    }

    private static LoadingFailedException Failure(string message)
    {
        var (text, place) = Split(message);
        return new LoadingFailedException(RuntimeRules.QueryFailed, text, place);
    }

    /// <summary>Takes the place out of DuckDB's message and makes the rest one line.</summary>
    internal static (string Text, QueryPlace? Place) Split(string message)
    {
        var match = PlaceInMessage().Match(message);
        if (!match.Success)
        {
            return (OneLine(message), null);
        }

        var line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);

        // The caret stands under the offending character, behind the 'LINE n: ' that precedes the text; a long line is cut at its
        // start, and then the column cannot be told.
        var lead = match.Groups["lead"].Length;
        var column = match.Groups["text"].ValueSpan.StartsWith("...", StringComparison.Ordinal) ? 0 : match.Groups["caret"].Length - lead + 1;
        return (OneLine(message[..match.Index]), new QueryPlace(line, Math.Max(0, column)));
    }

    private static string OneLine(string text) => string.Join("; ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public DbConnection Connect(CancellationToken cancellation) => Connect();

    private DuckDBConnection Connect()
    {
        lock (gate)
        {
            // Connections to one file share its instance; one in memory has to be asked for another connection.
            var connection = isInMemory ? instance.Duplicate() : new DuckDBConnection(instance.ConnectionString);
            connection.Open();
            return connection;
        }
    }

    [GeneratedRegex(@"^(?<lead>LINE (?<line>\d+): )(?<text>.*)\n(?<caret> *)\^", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex PlaceInMessage();
}
