using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Nodes as detector parameters, nothing converted.</summary>
internal static class ParameterNode
{
    public static ParameterValue ToValue(YamlNode node) => node switch
    {
        YamlSequence list => ParameterValue.From(list.Items.Select(ToValue).ToValueList()),
        YamlScalar scalar => OfScalar(scalar.Value),
        _ => new MappingValue(),
    };

    private static ParameterValue OfScalar(ScalarValue value) => value switch
    {
        NullScalar => ParameterValue.Null,
        BooleanScalar boolean => ParameterValue.From(boolean.Value),
        IntegerScalar { Value: var whole } when whole >= long.MinValue && whole <= long.MaxValue => ParameterValue.From((long)whole),
        IntegerScalar whole => ParameterValue.From((double)whole.Value),
        FloatScalar real => ParameterValue.From(real.Value),
        TextScalar text => ParameterValue.From(text.Value),
        _ => new MappingValue(),
    };
}
