using System.Data.Common;
using System.Globalization;
using System.Numerics;
using ClickHouse.Driver.Numerics;

namespace Detectkit.Build.Sources;

/// <summary>Reads the result of a database that gives rows.</summary>
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

    /// <summary>Reads to the end.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="reader">The answer.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <param name="driver">What the driver has its own ways for.</param>
    /// <returns>The rows.</returns>
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
            buffer.Milliseconds[row] = reader.IsDBNull(places[0]) ? Stamp.None : StampAt(places[0]);
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
                BuildRules.ColumnUnusable, $"column '{reader.GetName(place)}' of the type {reader.GetDataTypeName(place)} holds a value that cannot be read: {e.Message.ReplaceLineEndings(" ")}", null, e);
        }
    }

    private long StampAt(int place)
    {
        var type = reader.GetFieldType(place);
        if (type == typeof(DateTime))
        {
            return Stamp.OfFinite(driver.Moment?.Invoke(place) ?? reader.GetDateTime(place));
        }

        return reader.GetValue(place) switch
        {
            DateTime stamp => Stamp.OfFinite(stamp),
            DateTimeOffset stamp => Stamp.Of(stamp.UtcDateTime),
            DateOnly date => date == DateOnly.MinValue || date == DateOnly.MaxValue ? Stamp.None : Stamp.Of(date.ToDateTime(TimeOnly.MinValue)),
            string text => ColumnText.ParseStamp(reader.GetName(place), text),
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

        if (type == typeof(decimal) && driver.Digits is { } digits)
        {
            return ColumnText.ParseNumber(reader.GetName(place), digits(place));
        }

        return NumberOf(reader.GetValue(place)) ?? (reader.GetValue(place) is string text
            ? ColumnText.ParseNumber(reader.GetName(place), text)
            : throw ColumnText.WrongType(reader.GetName(place), reader.GetDataTypeName(place), "numbers"));
    }

    private static double? NumberOf(object value) => value switch
    {
        bool truth => truth ? 1 : 0,

        // By their digits: .NET's own conversion is not always to the nearest double.
        decimal or ClickHouseDecimal => double.Parse(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        BigInteger number => (double)number,
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or Int128 or UInt128 =>
            Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private string TextAt(int place) => reader.GetValue(place) switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        double number => SeasonText.Of(number),
        float number => SeasonText.Of(number),
        decimal number => SeasonText.Of((double)number),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger => Convert.ToString(reader.GetValue(place), CultureInfo.InvariantCulture)!,
        _ => throw ColumnText.WrongType(reader.GetName(place), reader.GetDataTypeName(place), "numbers, Booleans or strings"),
    };
}

/// <summary>How a driver gives what the common interface gives cut or shifted, of a column of the present row.</summary>
/// <param name="Digits">A decimal's digits, where they may be more than .NET's decimal has.</param>
/// <param name="Moment">A date with a time in UTC, where the driver gives it in the column's zone; <c>null</c> for the common way.</param>
internal sealed record DriverValues(Func<int, string>? Digits = null, Func<int, DateTime?>? Moment = null);
