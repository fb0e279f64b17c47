using System.Collections;
using System.Reflection;
using Detectkit.Configuration;

namespace Detectkit.Generators.Emission;

/// <summary>
/// Writes values of the engine's configuration as C# expressions that compare equal to them. A record is its constructor's arguments, or the
/// properties that differ from the type's defaults, in the order in which the type declares them: a new property needs nothing here.
/// </summary>
internal static class ValueExpression
{
    private const int LongestLine = 100;

    public static string Format(object? value) => value switch
    {
        string text => Literal.Format(text),
        bool truth => truth ? "true" : "false",
        int whole => Literal.Format(whole),
        long whole => Literal.Format(whole),
        double number => Literal.Format(number),
        DateTime time => Literal.Format(time),
        Enum member => TypeName(member.GetType()) + "." + member,
        ParameterSet set => TypeName(typeof(ParameterSet)) + ".Empty"
            + Layout.Indent(string.Concat(set.Select(p => "\n.With(" + Literal.Format(p.Key) + ", " + FormatParameter(p.Value) + ")"))),
        ParameterValue parameter => FormatParameter(parameter),
        IEnumerable items => FormatList(items.Cast<object>().Select(Format)),
        null => "null",
        _ => FormatRecord(value),
    };

    /// <summary>A collection expression: on one line where it fits, else from a new line on, an element a line.</summary>
    public static string FormatList(IEnumerable<string> elements)
    {
        var written = elements.ToArray();
        var oneLine = "[" + string.Join(", ", written) + "]";
        return oneLine.Length <= LongestLine && !oneLine.Contains("\n")
            ? oneLine
            : "\n[\n" + Layout.Indent(string.Concat(written.Select(e => e + ",\n"))) + "]";
    }

    /// <summary>An object creation whose members say what differs from the type's defaults.</summary>
    public static string FormatMembers(object value, IReadOnlyDictionary<string, string> given)
    {
        var standard = Activator.CreateInstance(value.GetType());
        var members = "";
        foreach (var property in Declared(value.GetType()))
        {
            var current = property.GetValue(value);
            if (given.TryGetValue(property.Name, out var expression))
            {
                members += Assign(property.Name, expression);
            }
            else if (IsAlwaysWritten(property) || !Equals(current, property.GetValue(standard)))
            {
                members += Assign(property.Name, Format(current));
            }
        }

        return members.Length == 0 ? "new()" : "new()\n{\n" + Layout.Indent(members) + "}";
    }

    /// <summary>The full name of a type of the engine: a metric's class or a user's type may bear the same short name.</summary>
    public static string TypeName(Type type) => "global::" + type.FullName;

    private static string FormatRecord(object value)
    {
        var arguments = value.GetType().GetConstructors()[0].GetParameters();
        return arguments.Length == 0
            ? FormatMembers(value, new Dictionary<string, string>())
            : "new(" + string.Concat(arguments.Select((a, i) => Argument(i, Format(value.GetType().GetProperty(a.Name.Substring(0, 1).ToUpperInvariant() + a.Name.Substring(1)).GetValue(value))))) + ")";
    }

    private static string Argument(int index, string expression) => (index == 0 ? "" : expression[0] == '\n' ? "," : ", ") + expression;

    private static string Assign(string member, string expression) => member + (expression[0] == '\n' ? " =" : " = ") + expression + ",\n";

    // The base type's after the type's own.
    private static IEnumerable<PropertyInfo> Declared(Type type) => type.GetProperties().Where(p => p.CanWrite).OrderBy(p => Depth(type, p)).ThenBy(p => p.MetadataToken);

    private static int Depth(Type? type, PropertyInfo property) => type is null || type == property.DeclaringType ? 0 : 1 + Depth(type.BaseType, property);

    // What a reader looks for in a detector.
    private static bool IsAlwaysWritten(PropertyInfo property) =>
        property.DeclaringType == typeof(WindowedDetector)
        && property.Name is nameof(WindowedDetector.Threshold) or nameof(WindowedDetector.WindowSize) or nameof(WindowedDetector.MinSamples);

    private static string FormatParameter(ParameterValue value) => value switch
    {
        IntegerValue integer => From(Literal.Format(integer.Value)),
        FloatValue number => From(Literal.Format(number.Value)),
        TextValue text => From(Literal.Format(text.Value)),
        BooleanValue boolean => From(Format(boolean.Value)),
        ListValue list => From(FormatList(list.Items.Select(FormatParameter))),
        NullValue => TypeName(typeof(ParameterValue)) + "." + nameof(ParameterValue.Null),
        _ => "new " + TypeName(value.GetType()) + "()",
    };

    private static string From(string literal) => TypeName(typeof(ParameterValue)) + ".From(" + literal + ")";
}
