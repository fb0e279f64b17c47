namespace Detectkit.Configuration;

/// <summary>Names of enumeration members in YAML: <c>BalancedAccuracy</c> is <c>balanced_accuracy</c>.</summary>
internal static class YamlName
{
    public static ValueList<string> All(Type type) => Enum.GetValues(type).Cast<Enum>().Select(Format).ToValueList();

    public static string Format(Enum value) =>
        string.Concat(value.ToString().Select((c, i) => (i > 0 && char.IsUpper(c) ? "_" : "") + char.ToLowerInvariant(c)));

    /// <summary>The member of a name, which must be one of the type's.</summary>
    public static object Parse(Type type, string name) => Enum.GetValues(type).Cast<Enum>().First(value => Format(value) == name);
}
