using System.Text.Json;
using Detectkit.Configuration;

namespace Detectkit.Engine.Tests.Golden;

/// <summary>Reads parameters and series as the recorded data holds them.</summary>
internal static class GoldenParameters
{
    public static ParameterSet Read(JsonElement json) =>
        json.EnumerateObject().Aggregate(ParameterSet.Empty, (set, p) => set.With(p.Name, Value(p.Value)));

    public static DetectorType Type(string name) => name switch
    {
        "mad" => DetectorType.Mad,
        "zscore" => DetectorType.ZScore,
        "iqr" => DetectorType.Iqr,
        _ => DetectorType.ManualBounds,
    };

    private static ParameterValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => ParameterValue.Null,
        JsonValueKind.True or JsonValueKind.False => ParameterValue.From(json.GetBoolean()),
        JsonValueKind.String => ParameterValue.From(json.GetString()!),
        JsonValueKind.Array => ParameterValue.From(json.EnumerateArray().Select(Value).ToValueList()),
        JsonValueKind.Number => json.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0
            ? ParameterValue.From(json.GetDouble())
            : ParameterValue.From(json.GetInt64()),
        _ => throw new NotSupportedException(json.GetRawText()),
    };
}
