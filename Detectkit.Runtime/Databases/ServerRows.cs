using System.Data.Common;
using System.Globalization;
using System.Numerics;

namespace Detectkit.Runtime.Databases;

internal sealed class ServerRows
{
    // A chunk's worth of rows between two looks at cancellation.
    private const int RowsPerChunk = 2048;

    private readonly SourceQuery query;
    private readonly DbDataReader reader;
    private readonly int[] places;
    private readonly RowBuffer buffer;
    private readonly DriverValues driver;

    private ServerRows(SourceQuery query, DbDataReader reader, DriverValues driver)
    {
        (this.query, this.reader, this.driver) = (query, reader, driver);
        places = ColumnText.Find(query, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        buffer = new RowBuffer(query);
    }

    /// <exception cref="LoadingFailedException">A column is missing or of a type that cannot be used.</exception>
    public static LoadedRows Read(SourceQuery query, DbDataReader reader, CancellationToken cancellation, DriverValues? driver = null) =>
        new ServerRows(query, reader, driver ?? new DriverValues()).Read(cancellation);

    private LoadedRows Read(CancellationToken cancellation)
    {
        var isOpen = true;
        while (isOpen)
        {
            cancellation.ThrowIfCancellationRequested();
            buffer.Reserve(RowsPerChunk);
            var rows = 0;
            for (; rows < RowsPerChunk && (isOpen = reader.Read()); rows++)
            {
                ReadRow(rows);
            }

            buffer.Commit(rows);
        }

        return buffer.ToRows();
    }

    private void ReadRow(int row)
    {
        var column = 0;
        try
        {
            buffer.Milliseconds[row] = reader.IsDBNull(places[0]) ? Timestamps.None : TimestampAt(places[0]);
            column = 1;
            buffer.Values[row] = reader.IsDBNull(places[1]) ? double.NaN : NumberAt(places[1]);
            for (column = 2; column < places.Length; column++)
            {
                buffer.Seasonality(column - 2).Add(reader.IsDBNull(places[column]) ? null : buffer.Shared(TextAt(places[column])));
            }
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException or NotSupportedException or ArgumentOutOfRangeException)
        {
            // A date before the year 1, or of a type that the driver does not know.
            var place = places[column];
            throw new LoadingFailedException(
                RuntimeRules.ColumnUnusable, $"column '{reader.GetName(place)}' of the type {reader.GetDataTypeName(place)} holds a value that cannot be read: {e.Message.ReplaceLineEndings(" ")}", null, e);
        }
    }

    private long TimestampAt(int place)
    {
        var type = reader.GetFieldType(place);
        if (type == typeof(DateTime))
        {
            return Timestamps.OfFinite(driver.Moment?.Invoke(place) ?? reader.GetDateTime(place));
        }

        return reader.GetValue(place) switch
        {
            DateTime stamp => Timestamps.OfFinite(stamp),
            DateTimeOffset stamp => Timestamps.Of(stamp.UtcDateTime),
            DateOnly date => date == DateOnly.MinValue || date == DateOnly.MaxValue ? Timestamps.None : Timestamps.Of(date.ToDateTime(TimeOnly.MinValue)),
            string text => ColumnText.ParseTimestamp(reader.GetName(place), text),
            _ => throw ColumnText.WrongType(reader.GetName(place), reader.GetDataTypeName(place), "a date, a timestamp or its text"),
        };
    }

    private double NumberAt(int place)
    {
        var type = reader.GetFieldType(place);
        if (type == typeof(double))
        {
            return reader.GetDouble(place);
        }

        if (type == typeof(long))
        {
            return reader.GetInt64(place);
        }

        if (driver.Digits?.Invoke(place) is { } digits)
        {
            return ColumnText.ParseNumber(reader.GetName(place), digits);
        }

        return NumberOf(reader.GetValue(place)) ?? (reader.GetValue(place) is string text
            ? ColumnText.ParseNumber(reader.GetName(place), text)
            : throw ColumnText.WrongType(reader.GetName(place), reader.GetDataTypeName(place), "numbers"));
    }

    private static double? NumberOf(object value) => value switch
    {
        bool isTrue => isTrue ? 1 : 0,

        // By their digits: .NET's own conversion is not always to the nearest double.
        decimal number => double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        BigInteger number => (double)number,
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or Int128 or UInt128 =>
            Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private string TextAt(int place) => reader.GetValue(place) switch
    {
        string text => text,
        bool isTrue => isTrue ? "true" : "false",
        double number => ColumnText.SeasonOf(number),
        float number => ColumnText.SeasonOf(number),
        decimal number => ColumnText.SeasonOf((double)number),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger => Convert.ToString(reader.GetValue(place), CultureInfo.InvariantCulture)!,
        _ => throw ColumnText.WrongType(reader.GetName(place), reader.GetDataTypeName(place), "numbers, Booleans or strings"),
    };
}

/// <summary>How a driver gives what the common interface gives cut or shifted, of a column of the current row; <c>null</c> for the common way.</summary>
/// <param name="Digits">A decimal's digits, which may be more than .NET's decimal has.</param>
/// <param name="Moment">A date with a time in UTC, where the driver gives it in the column's zone.</param>
internal sealed record DriverValues(Func<int, string?>? Digits = null, Func<int, DateTime?>? Moment = null);
