using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DuckDB.NET.Native;

namespace Detectkit.Runtime.Databases;

/// <summary>One column of a chunk of DuckDB's result, read where DuckDB has put it.</summary>
internal readonly unsafe ref struct DuckDbVector
{
    private const long MicrosecondsPerMillisecond = 1000;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long MillisecondsPerDay = 86_400_000;

    private readonly DuckDbColumn column;
    private readonly void* data;
    private readonly ulong* validity;
    private readonly int rows;

    public DuckDbVector(DuckDbColumn column, DuckDBDataChunk chunk, int rows)
    {
        this.column = column;
        this.rows = rows;
        var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column.Index);
        data = NativeMethods.Vectors.DuckDBVectorGetData(vector);
        validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
    }

    public void ReadTimestamps(Span<long> into)
    {
        for (var row = 0; row < rows; row++)
        {
            into[row] = IsValid(row) ? TimestampAt(row) : Timestamps.None;
        }
    }

    /// <summary>Reads the column as numbers, NaN for NULL.</summary>
    public void ReadNumbers(Span<double> into)
    {
        if (column.Type == DuckDBType.Double && validity == null)
        {
            new ReadOnlySpan<double>(data, rows).CopyTo(into);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            into[row] = IsValid(row) ? NumberAt(row) : double.NaN;
        }
    }

    /// <summary>Appends the column's values as texts, <c>null</c> for NULL.</summary>
    public void ReadTexts(List<string?> into)
    {
        for (var row = 0; row < rows; row++)
        {
            into.Add(IsValid(row) ? TextAt(row) : null);
        }
    }

    private bool IsValid(int row) => validity == null || (validity[row >> 6] & (1UL << (row & 63))) != 0;

    private ref T At<T>(int row)
        where T : unmanaged => ref ((T*)data)[row];

    private long TimestampAt(int row)
    {
        if (column.Type == DuckDBType.Varchar)
        {
            return ColumnText.ParseTimestamp(column.Name, StringAt(row));
        }

        if (column.Type == DuckDBType.Date)
        {
            var days = At<int>(row);
            return days is int.MaxValue or -int.MaxValue ? Timestamps.None : days * MillisecondsPerDay;
        }

        var units = At<long>(row);
        if (units is long.MaxValue or -long.MaxValue)
        {
            return Timestamps.None;
        }

        return column.Type switch
        {
            DuckDBType.TimestampS => units * 1000,
            DuckDBType.TimestampMs => units,
            DuckDBType.TimestampNs => Timestamps.Floor(units, NanosecondsPerMillisecond),
            _ => Timestamps.Floor(units, MicrosecondsPerMillisecond),
        };
    }

    private double NumberAt(int row) => column.Type switch
    {
        DuckDBType.Double => At<double>(row),
        DuckDBType.Float => At<float>(row),
        DuckDBType.Varchar => ColumnText.ParseNumber(column.Name, StringAt(row)),
        DuckDBType.Decimal => (double)IntegerAt(column.StorageType, row) / column.DecimalUnit,
        _ => (double)IntegerAt(column.Type, row),
    };

    private Int128 IntegerAt(DuckDBType type, int row) => type switch
    {
        DuckDBType.Boolean => At<byte>(row),
        DuckDBType.TinyInt => At<sbyte>(row),
        DuckDBType.SmallInt => At<short>(row),
        DuckDBType.Integer => At<int>(row),
        DuckDBType.BigInt => At<long>(row),
        DuckDBType.UnsignedTinyInt => At<byte>(row),
        DuckDBType.UnsignedSmallInt => At<ushort>(row),
        DuckDBType.UnsignedInteger => At<uint>(row),
        DuckDBType.UnsignedBigInt => At<ulong>(row),
        DuckDBType.HugeInt => Unsafe.ReadUnaligned<Int128>((Int128*)data + row),
        _ => throw new InvalidOperationException("Columns are checked before they are read."),
    };

    private string TextAt(int row) => column.Type switch
    {
        DuckDBType.Varchar => StringAt(row),
        DuckDBType.Enum => column.EnumLabel(column.StorageType switch
        {
            DuckDBType.UnsignedTinyInt => At<byte>(row),
            DuckDBType.UnsignedSmallInt => At<ushort>(row),
            _ => At<uint>(row),
        }),
        DuckDBType.Boolean => At<byte>(row) != 0 ? "true" : "false",
        DuckDBType.Float or DuckDBType.Double or DuckDBType.Decimal => ColumnText.SeasonOf(NumberAt(row)),
        DuckDBType.Date => DateTime.UnixEpoch.AddDays(At<int>(row)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => IntegerAt(column.Type, row).ToString(CultureInfo.InvariantCulture),
    };

    private string StringAt(int row)
    {
        ref var text = ref At<DuckDBString>(row);
        return Encoding.UTF8.GetString((byte*)text.Data, text.Length);
    }
}

/// <summary>A column of DuckDB's result: where it is and how its values are stored.</summary>
internal sealed class DuckDbColumn
{
    private readonly string[] enumLabels = [];

    public DuckDbColumn(ref DuckDBResult result, int index, string name)
    {
        (Index, Name) = (index, name);
        using var type = NativeMethods.Query.DuckDBColumnLogicalType(ref result, index);
        Type = StorageType = NativeMethods.LogicalType.DuckDBGetTypeId(type);
        if (Type == DuckDBType.Decimal)
        {
            StorageType = NativeMethods.LogicalType.DuckDBDecimalInternalType(type);
            DecimalUnit = Math.Pow(10, NativeMethods.LogicalType.DuckDBDecimalScale(type));
        }
        else if (Type == DuckDBType.Enum)
        {
            StorageType = NativeMethods.LogicalType.DuckDBEnumInternalType(type);
            var count = NativeMethods.LogicalType.DuckDBEnumDictionarySize(type);
            enumLabels = new string[count];
            for (var i = 0; i < count; i++)
            {
                enumLabels[i] = NativeMethods.LogicalType.DuckDBEnumDictionaryValue(type, i);
            }
        }
    }

    public int Index { get; }

    public string Name { get; }

    public DuckDBType Type { get; }

    /// <summary>The type in which a decimal or an enum is stored; else the type itself.</summary>
    public DuckDBType StorageType { get; }

    /// <summary>What a decimal's stored integer is divided by.</summary>
    public double DecimalUnit { get; } = 1;

    public bool HoldsTimestamps => Type is DuckDBType.Date or DuckDBType.Timestamp or DuckDBType.TimestampS or DuckDBType.TimestampMs
        or DuckDBType.TimestampNs or DuckDBType.TimestampTz or DuckDBType.Varchar or DuckDBType.SqlNull;

    public bool HoldsNumbers => Type is DuckDBType.Double or DuckDBType.Float or DuckDBType.Decimal or DuckDBType.Varchar or DuckDBType.SqlNull || IsWhole;

    /// <summary>Whether its values have a text that tells them apart.</summary>
    public bool HoldsTexts => HoldsNumbers || Type is DuckDBType.Enum or DuckDBType.Date;

    private bool IsWhole => Type is DuckDBType.Boolean or DuckDBType.TinyInt or DuckDBType.SmallInt or DuckDBType.Integer or DuckDBType.BigInt
        or DuckDBType.UnsignedTinyInt or DuckDBType.UnsignedSmallInt or DuckDBType.UnsignedInteger or DuckDBType.UnsignedBigInt or DuckDBType.HugeInt;

    public string EnumLabel(uint value) => enumLabels[value];

    public override string ToString() => Type.ToString().ToUpper(CultureInfo.InvariantCulture);
}
