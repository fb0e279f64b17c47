using System.Data.Common;
using Detectkit.Configuration;

namespace Detectkit.Runtime.Databases;

/// <summary>A database that metrics are read from, opened once for all metrics of a profile. Safe to use from several threads.</summary>
internal interface IMetricDatabase : IDisposable
{
    /// <summary>The schema of detectkit's own tables where the profile does not name one; <c>null</c> for the session's.</summary>
    string? TableSchema => null;

    /// <summary>Runs a query over a connection of its own and reads its result to the end.</summary>
    /// <exception cref="LoadingFailedException">The query failed, or its result lacks a column or has one of a type that cannot be used.</exception>
    LoadedRows Load(SourceQuery query, CancellationToken cancellation);

    /// <summary>Opens a connection, for what is no query of a metric.</summary>
    DbConnection Connect(CancellationToken cancellation);
}

/// <summary>A query with the columns that matter in its result.</summary>
internal sealed record SourceQuery(string Text, string TimestampColumn, string ValueColumn, ValueList<string> SeasonalityColumns)
{
    /// <summary>Values for the text's parameters, by name and in the order in which the text numbers them.</summary>
    public ValueList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    public IEnumerable<string> Columns => [TimestampColumn, ValueColumn, .. SeasonalityColumns];
}

internal sealed record LoadedRows(
    ReadOnlyMemory<long> Milliseconds,
    ReadOnlyMemory<double> Values,
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<string?>>> Seasonality,
    int RowsWithoutStamp)
{
    public int Count => Milliseconds.Length;

    public LoadedRows Within(DateTime? from, DateTime? to)
    {
        var (first, end) = (Milliseconds1970(from) ?? long.MinValue, Milliseconds1970(to) ?? long.MaxValue);
        var times = Milliseconds.Span;
        var count = 0;
        foreach (var time in times)
        {
            count += time >= first && time < end ? 1 : 0;
        }

        if (count == Count)
        {
            return this;
        }

        var kept = new List<int>(count);
        for (var row = 0; row < times.Length; row++)
        {
            if (times[row] >= first && times[row] < end)
            {
                kept.Add(row);
            }
        }

        return new LoadedRows(
            kept.Select(row => Milliseconds.Span[row]).ToArray(),
            kept.Select(row => Values.Span[row]).ToArray(),
            [.. Seasonality.Select(c => new KeyValuePair<string, IReadOnlyList<string?>>(c.Key, [.. kept.Select(row => c.Value[row])]))],
            RowsWithoutStamp);
    }

    private static long? Milliseconds1970(DateTime? time) =>
        time is null ? null : (long)Math.Ceiling((time.Value - DateTime.UnixEpoch).TotalMilliseconds);
}
