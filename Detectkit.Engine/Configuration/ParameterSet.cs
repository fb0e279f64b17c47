using System.Collections;

namespace Detectkit.Configuration;

/// <summary>Named detector parameters in the order in which they were set.</summary>
public sealed class ParameterSet : IReadOnlyList<KeyValuePair<string, ParameterValue>>, IEquatable<ParameterSet>
{
    private readonly ValueList<KeyValuePair<string, ParameterValue>> entries;

    private ParameterSet(ValueList<KeyValuePair<string, ParameterValue>> entries) => this.entries = entries;

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
        foreach (var entry in entries)
        {
            if (entry.Key == name)
            {
                return entry.Value;
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
        var list = new List<KeyValuePair<string, ParameterValue>>(entries);
        var at = list.FindIndex(e => e.Key == name);
        var entry = new KeyValuePair<string, ParameterValue>(name, value);
        if (at < 0)
        {
            list.Add(entry);
        }
        else
        {
            list[at] = entry;
        }

        return new ParameterSet(list.ToValueList());
    }

    /// <summary>A set without the parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The new set, or this one where the name is not in it.</returns>
    public ParameterSet Without(string name) =>
        Find(name) is null ? this : new ParameterSet(entries.Where(e => e.Key != name).ToValueList());

    /// <summary>This set with another's parameters laid over it: places are kept, new names go to the end.</summary>
    /// <param name="over">The parameters that win.</param>
    /// <returns>The new set.</returns>
    public ParameterSet Overlay(ParameterSet over)
    {
        var result = this;
        foreach (var entry in over)
        {
            result = result.With(entry.Key, entry.Value);
        }

        return result;
    }

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
