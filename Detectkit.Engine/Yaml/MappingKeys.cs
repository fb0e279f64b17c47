namespace Detectkit.Yaml;

/// <summary>Keys of mappings: which are possible, which count.</summary>
internal static class MappingKeys
{
    private const int MostCompared = 24;

    /// <summary>What makes a mapping impossible to construct, or null.</summary>
    public static YamlFault? Check(YamlMapping mapping)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key is not YamlScalar key)
            {
                return new YamlFault(
                    Rules.YamlKey, entry.Key.Span, "A list or mapping cannot be a key. A value that starts with '{' or '[', such as a template, needs quotes.");
            }

            if (key.Value is MergeScalar && !IsMergeable(entry.Value))
            {
                return new YamlFault(Rules.YamlMerge, entry.Value.Span, "'<<' merges a mapping or a list of mappings.");
            }

            if (StrayMerge(entry.Value) is { } stray)
            {
                return stray;
            }
        }

        return null;
    }

    /// <summary>What is wrong with a value or an item that is <c>&lt;&lt;</c>, or null for any other.</summary>
    public static YamlFault? StrayMerge(YamlNode node) => node is YamlScalar { Value: MergeScalar }
        ? new YamlFault(Rules.YamlMerge, node.Span, "'<<' is only a key; as a text it needs quotes.")
        : null;

    /// <summary>
    /// The entries that count, as the reference orders them: merged ones first, of several with one key the last in the place of
    /// the first. Entries that lose to a later one of the same mapping are given to <paramref name="onDuplicate"/>.
    /// </summary>
    public static IReadOnlyList<YamlEntry> Effective(YamlMapping mapping, Action<YamlEntry>? onDuplicate = null)
    {
        if (IsPlain(mapping.Entries))
        {
            return mapping.Entries;
        }

        var result = new List<YamlEntry>();
        var places = new Dictionary<object, int>();
        void Put(YamlEntry entry, bool isOwn, HashSet<object> own)
        {
            var key = KeyOf(entry);
            if (isOwn && !own.Add(key))
            {
                onDuplicate?.Invoke(entry);
            }

            if (places.TryGetValue(key, out var place))
            {
                result[place] = entry;
            }
            else
            {
                places[key] = result.Count;
                result.Add(entry);
            }
        }

        var ownKeys = new HashSet<object>();
        foreach (var merge in mapping.Entries.Where(IsMerge))
        {
            foreach (var merged in Sources(merge.Value).SelectMany(m => Effective(m)))
            {
                Put(merged, false, ownKeys);
            }
        }

        foreach (var entry in mapping.Entries.Where(e => !IsMerge(e)))
        {
            Put(entry, true, ownKeys);
        }

        return result;
    }

    /// <summary>The entry that counts for a key, merge keys looked through; or null.</summary>
    public static YamlEntry? Find(YamlMapping mapping, string key) => Effective(mapping).FirstOrDefault(e => e.Key.StringValue == key);

    // Neither merges nor, seen at once in a short mapping, duplicates: nearly every mapping of a metric.
    private static bool IsPlain(IReadOnlyList<YamlEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries.Count > MostCompared || IsMerge(entries[i]))
            {
                return false;
            }

            var key = KeyOf(entries[i]);
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (key.Equals(KeyOf(entries[earlier])))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsMerge(YamlEntry entry) => entry.Key is YamlScalar { Value: MergeScalar };

    private static bool IsMergeable(YamlNode node) => node is YamlMapping || (node is YamlSequence list && list.Items.All(i => i is YamlMapping));

    // Of a list of mappings the earlier ones win, so they come last.
    private static IEnumerable<YamlMapping> Sources(YamlNode node) =>
        node is YamlMapping mapping ? [mapping] : ((YamlSequence)node).Items.Cast<YamlMapping>().Reverse();

    private static object KeyOf(YamlEntry entry) => ((YamlScalar)entry.Key).Value is TextScalar text ? text.Value : ((YamlScalar)entry.Key).Value;
}
