namespace Detectkit.Yaml.Editing;

/// <summary>
/// Mappings with an entry more, less or changed. Nodes keep the span of what they are made from, by which the text's editor knows
/// them again; what comes from elsewhere has another span or none.
/// </summary>
internal static class MappingChange
{
    /// <summary>The value that counts for a key, merge keys looked through; or null.</summary>
    public static YamlNode? Value(YamlMapping mapping, string key) => MappingKeys.Effective(mapping).FirstOrDefault(e => IsKey(e, key))?.Value;

    /// <summary>The mapping with a value for a key: in the place of the key's own entry, else as a new entry.</summary>
    public static YamlMapping With(YamlMapping mapping, string key, YamlNode value, IReadOnlyList<string>? order = null)
    {
        var entries = mapping.Entries.ToList();
        var at = entries.FindLastIndex(e => IsKey(e, key));
        if (at >= 0)
        {
            entries[at] = entries[at] with { Value = value };
        }
        else
        {
            var earlier = order?.TakeWhile(k => k != key).ToList();
            var place = earlier is null ? -1 : entries.FindLastIndex(e => earlier.Exists(k => IsKey(e, k)));
            entries.Insert(place < 0 ? entries.Count : place + 1, NewNode.Entry(key, value));
        }

        return mapping with { Entries = entries };
    }

    /// <summary>The mapping without a key. Where a merge provides it, all that is merged is written out but this.</summary>
    public static YamlMapping Without(YamlMapping mapping, string key)
    {
        var own = mapping.Entries.Where(e => !IsKey(e, key)).ToList();
        var rest = mapping with { Entries = own };
        return Value(rest, key) is null
            ? rest
            : mapping with { Entries = MappingKeys.Effective(mapping).Where(e => !IsKey(e, key)).ToList() };
    }

    public static bool IsKey(YamlEntry entry, string key) => entry.Key is YamlScalar { Value: TextScalar { Value: var text } } && text == key;
}
