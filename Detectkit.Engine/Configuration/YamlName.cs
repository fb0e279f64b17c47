namespace Detectkit.Configuration;

/// <summary>Names of enumeration members in YAML: <c>BalancedAccuracy</c> is <c>balanced_accuracy</c>.</summary>
internal static class YamlName
{
    public static ValueList<string> All(Type type) => Enum.GetNames(type).Select(Format).ToValueList();

    public static string Format(Enum value) => Format(value.ToString());

    /// <summary>The member of a name, which must be one of the type's.</summary>
    public static object Parse(Type type, string name) => Enum.Parse(type, Enum.GetNames(type).First(member => Format(member) == name));

    private static string Format(string member) => string.Concat(member.Select((c, i) => (i > 0 && char.IsUpper(c) ? "_" : "") + char.ToLowerInvariant(c)));
}
