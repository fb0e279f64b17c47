using System.Globalization;
using DuckDB.NET.Native;

namespace Detectkit.Runtime.Databases;

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

    /// <summary>The type in SQL's terms.</summary>
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

    /// <inheritdoc/>
    public override string ToString() => Type.ToString().ToUpper(CultureInfo.InvariantCulture);
}
