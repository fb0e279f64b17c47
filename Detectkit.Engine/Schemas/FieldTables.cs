using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Configuration.Fields;

namespace Detectkit.Schemas;

/// <summary>The tables in <c>docs/configuration.md</c>, made from the fields that the readers check by.</summary>
internal static class FieldTables
{
    public static string Alerting => Write(AlertingFields.Block);

    public static string Autotune => Write(AutotuneFields.Block);

    private static string Write(Shape shape) =>
        "| key | by default | says |\n|---|---|---|\n" + string.Concat(shape.Fields.Select(f => $"| `{f.Name}` | {Default(f)} | {f.Description} |\n"));

    private static string Default(Field field) => field.Default switch
    {
        BooleanValue truth => truth.Value ? "`true`" : "`false`",
        IntegerValue whole => whole.Value.ToString("N0", CultureInfo.InvariantCulture),
        FloatValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        TextValue text => "`" + text.Value + "`",
        _ => "",
    };
}
