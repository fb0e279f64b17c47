using System.Globalization;
using Detectkit.Yaml.Editing;
using Detectkit.Yaml;

namespace Detectkit.Engine.Tests.Emission;

/// <summary>Asks for small changes somewhere in a tree: a value replaced, an entry or item added or taken out.</summary>
internal sealed class RandomEdit(Random random)
{
    private int keys;

    /// <summary>The tree with one to three changes.</summary>
    public YamlNode Of(YamlNode root)
    {
        var result = root;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            result = Change(result);
        }

        return result;
    }

    private bool Chance(int of) => random.Next(of) == 0;

    private YamlNode Change(YamlNode node) => node switch
    {
        YamlMapping { Entries.Count: > 0 } mapping when !Chance(4) => At(mapping, random.Next(mapping.Entries.Count)),
        YamlMapping mapping => Inserted(mapping, random.Next(mapping.Entries.Count + 1)),
        YamlSequence { Items.Count: > 0 } list when !Chance(4) => At(list, random.Next(list.Items.Count)),
        YamlSequence list => Inserted(list, random.Next(list.Items.Count + 1)),
        _ => NewValue(2),
    };

    private YamlMapping At(YamlMapping mapping, int index)
    {
        var entry = mapping.Entries[index];
        var entries = mapping.Entries.ToList();
        if (Chance(4))
        {
            entries.RemoveAt(index);
        }
        else
        {
            // A merge takes mappings only.
            var isMerge = entry.Key is YamlScalar { Value: MergeScalar };
            entries[index] = isMerge ? entry : entry with { Value = Chance(4) ? NewValue(2) : Change(entry.Value) };
        }

        return mapping with { Entries = entries };
    }

    private YamlSequence At(YamlSequence list, int index)
    {
        var items = list.Items.ToList();
        if (Chance(4))
        {
            items.RemoveAt(index);
        }
        else
        {
            items[index] = Chance(4) ? NewValue(2) : Change(items[index]);
        }

        return list with { Items = items };
    }

    private YamlMapping Inserted(YamlMapping mapping, int index)
    {
        var entries = mapping.Entries.ToList();
        entries.Insert(index, NewEntry());
        return mapping with { Entries = entries };
    }

    private YamlSequence Inserted(YamlSequence list, int index)
    {
        var items = list.Items.ToList();
        items.Insert(index, NewValue(2));
        return list with { Items = items };
    }

    private YamlEntry NewEntry() => NewNode.Entry("new key " + (++keys).ToString(CultureInfo.InvariantCulture), NewValue(2));

    private YamlNode NewValue(int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => NewNode.Whole(random.Next(1000)),
        1 => NewNode.Truth(Chance(2)),
        2 => NewNode.Text("it's \"new\": #1"),
        3 => NewNode.Text("word"),
        4 => NewNode.Text("two\nlines" + (Chance(2) ? "\n" : "")),
        5 => NewNode.List(Enumerable.Range(0, random.Next(3)).Select(_ => NewValue(depth - 1)).ToList()),
        _ => NewNode.Mapping(Enumerable.Range(0, random.Next(3)).Select(i => NewNode.Entry("k" + i.ToString(CultureInfo.InvariantCulture), NewValue(depth - 1))).ToList()),
    };
}
