using System.Collections;

namespace Detectkit.Configuration;

/// <summary>Named detector parameters in the order in which they were set.</summary>
public sealed class ParameterSet : IReadOnlyList<KeyValuePair<string, ParameterValue>>, IEquatable<ParameterSet>
{
    private readonly ValueList<KeyValuePair<string, ParameterValue>> entries;

    private ParameterSet(ValueList<KeyValuePair<string, ParameterValue>> entries) => this.entries = entries;

    internal static ParameterSet Owning(KeyValuePair<string, ParameterValue>[] distinct) => new(new ValueList<KeyValuePair<string, ParameterValue>>(distinct));

    internal static ParameterSet Create(IEnumerable<KeyValuePair<string, ParameterValue>> distinct) => new(distinct.ToValueList());

    /// <summary>The set without parameters.</summary>
    public static ParameterSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, ParameterValue> this[int index] => entries[index];

    /// <summary>The value of a parameter, or null where it is not in the set.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The value, which may be <see cref="NullValue"/>, or null.</returns>
    public ParameterValue? Find(string name)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Key == name)
            {
                return entries[i].Value;
            }
        }

        return null;
    }

    /// <summary>A set in which the parameter has the value: at its place where it exists, else at the end.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The new set.</returns>
    public ParameterSet With(string name, ParameterValue value)
    {
        var at = 0;
        while (at < entries.Count && entries[at].Key != name)
        {
            at++;
        }

        var copy = new KeyValuePair<string, ParameterValue>[Math.Max(entries.Count, at + 1)];
        for (var i = 0; i < entries.Count; i++)
        {
            copy[i] = entries[i];
        }

        copy[at] = new KeyValuePair<string, ParameterValue>(name, value);
        return new ParameterSet(new ValueList<KeyValuePair<string, ParameterValue>>(copy));
    }

    /// <summary>A set without the parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The new set, or this one where the name is not in it.</returns>
    public ParameterSet Without(string name) =>
        Find(name) is null ? this : new ParameterSet(entries.Where(e => e.Key != name).ToValueList());

    /// <summary>This set with another's parameters laid over it: places are kept, new names go to the end.</summary>
    /// <param name="over">The parameters that win.</param>
    /// <returns>The new set.</returns>
    public ParameterSet Overlay(ParameterSet over) => over.Aggregate(this, (result, entry) => result.With(entry.Key, entry.Value));

    /// <inheritdoc/>
    public bool Equals(ParameterSet? other) => other is not null && entries.Equals(other.entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterSet);

    /// <inheritdoc/>
    public override int GetHashCode() => entries.GetHashCode();

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ParameterValue>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
