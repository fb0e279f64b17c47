namespace Detectkit.Yaml.Editing;

/// <summary>Compares nodes by what they mean, not by how or where they are written.</summary>
internal static class NodeMeaning
{
    /// <summary>Whether two nodes read as the same data: aliases and merges resolved, the order of keys left aside.</summary>
    public static bool Same(YamlNode left, YamlNode right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        return (left, right) switch
        {
            (YamlScalar a, YamlScalar b) => a.Value == b.Value,
            (YamlSequence a, YamlSequence b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(p => Same(p.First, p.Second)),
            (YamlMapping a, YamlMapping b) => SameEntries(a, b),
            _ => false,
        };
    }

    private static bool SameEntries(YamlMapping left, YamlMapping right)
    {
        var (ours, theirs) = (MappingKeys.Effective(left), MappingKeys.Effective(right));
        if (ours.Count != theirs.Count)
        {
            return false;
        }

        var values = theirs.ToDictionary(e => ((YamlScalar)e.Key).Value, e => e.Value);
        return ours.All(e => values.TryGetValue(((YamlScalar)e.Key).Value, out var other) && Same(e.Value, other));
    }
}
