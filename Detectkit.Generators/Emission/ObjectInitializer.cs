using System.Text;

namespace Detectkit.Generators.Emission;

/// <summary>An object creation expression: the members that differ from the type's defaults, in order, each on its line.</summary>
/// <param name="creation">What is before the braces, <c>new()</c> where the type is known from the place.</param>
internal sealed class ObjectInitializer(string creation = "new()")
{
    private readonly StringBuilder members = new();

    /// <summary>Sets a member.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="expression">Its value.</param>
    /// <returns>This initializer.</returns>
    public ObjectInitializer Set(string member, string expression)
    {
        members.Append(member).Append(expression[0] == '\n' ? " =" : " = ").Append(expression).Append(",\n");
        return this;
    }

    /// <summary>Sets a member where its value is not the one that it has anyway.</summary>
    /// <typeparam name="T">The member's type.</typeparam>
    /// <param name="member">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="standard">The value it has anyway.</param>
    /// <param name="expression">Writes the value.</param>
    /// <returns>This initializer.</returns>
    public ObjectInitializer SetUnless<T>(string member, T value, T standard, Func<T, string> expression) =>
        EqualityComparer<T>.Default.Equals(value, standard) ? this : Set(member, expression(value));

    /// <inheritdoc/>
    public override string ToString() =>
        members.Length == 0 ? creation : creation + "\n{\n" + Layout.Indent(members.ToString()) + "}";
}
