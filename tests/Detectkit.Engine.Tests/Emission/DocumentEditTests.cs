using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Detectkit.Yaml.Editing;
using Detectkit.Yaml;

namespace Detectkit.Engine.Tests.Emission;

/// <summary>Any file that the parser reads can be edited: the result means what was asked for, and what was not asked for stays.</summary>
public class DocumentEditTests
{
    [RecordedFact]
    public void Every_recorded_text_that_is_read_can_be_edited()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Recorded.Golden, "yaml", "pyyaml-verdicts.json")));

        // Of these a change makes what cannot be read.
        var texts = cases.RootElement.EnumerateArray()
            .Where(c => c.TryGetProperty("text", out _))
            .Select(c => c.GetProperty("text").GetString()!)
            .Where(t => !Regex.IsMatch(t, "!!(omap|pairs|set)") && YamlReader.Read(t).Root is YamlMapping or YamlSequence)
            .ToList();
        Assert.True(texts.Count > 250, $"{texts.Count} texts");

        AssertEdits(texts.SelectMany(t => Enumerable.Range(0, 60).Select(seed => (t, seed))).ToList(), mostRefused: 15);
    }

    [Fact]
    public void Every_random_text_can_be_edited() =>
        AssertEdits(Enumerable.Range(0, 12_000).Select(seed => (RandomMetric.Text(new Random(seed)), seed)).ToList(), mostRefused: 0);

    [Theory]
    [InlineData("a: ! x # c\nb: 1\n", "a: word # c\nb: 1\n")]
    [InlineData("a: !!str\nb: 1\n", "a:  word\nb: 1\n")]
    [InlineData("? a\nb: 1\n", "? a\n: word\nb: 1\n")]
    [InlineData("a: \"x\"# c\n", "a: \"word\" # c\n")]
    [InlineData("{a: &n x, b: *n}\n", "{a: word, b: &n x}\n")]
    [InlineData("a: |\n \t\nb: 1\n", "a: word\nb: 1\n")]
    public void A_value_is_replaced_in_its_place(string text, string expected)
    {
        var document = (YamlMapping)YamlReader.Read(text).Root!;

        Assert.Equal(expected, DocumentEdit.Apply(text, document, MappingChange.With(document, "a", NewNode.Text("word")), null));
    }

    [Fact]
    public void A_list_keeps_its_order_where_items_come_and_go()
    {
        const string text = "[a, b, c] # abc\n";
        var list = (YamlSequence)YamlReader.Read(text).Root!;

        var edited = DocumentEdit.Apply(text, list, list with { Items = [list.Items[0], .. new[] { "v", "w" }.Select(NewNode.Text), list.Items[2]] }, null);

        Assert.Equal("[a, v, w, c] # abc\n", edited);
    }

    [Fact]
    public void A_comment_behind_a_block_text_does_not_become_part_of_it()
    {
        const string text = "q: |\n  SELECT 1\na: 1\n    # deep\nb: 2\n";
        var document = (YamlMapping)YamlReader.Read(text).Root!;

        Assert.Equal("q: |\n  SELECT 1\n# deep\nb: 2\n", DocumentEdit.Apply(text, document, MappingChange.Without(document, "a"), null));
    }

    // The second parser fails on some texts that ours reads: nothing is written there.
    private static void AssertEdits(List<(string Text, int Seed)> cases, int mostRefused)
    {
        var (wrong, refused) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        Parallel.ForEach(cases, c =>
        {
            var text = c.Text.TrimStart('\uFEFF');
            text = text.EndsWith('\n') ? text : text + "\n";
            var document = YamlReader.Read(text).Root!;
            var wanted = new RandomEdit(new Random(c.Seed)).Of(document);
            if (DocumentEdit.Apply(text, document, wanted, null) is not { } edited)
            {
                refused.Add(text);
            }
            else if (!NodeMeaning.Same(wanted, YamlReader.Read(edited).Root!) || !KeepsLines(document, wanted, text, edited))
            {
                wrong.Add(text + "\n----->\n" + edited);
            }
        });

        Assert.True(wrong.IsEmpty, wrong.Count + " of " + cases.Count + "\n" + string.Join("\n=====\n", wrong.OrderBy(w => w.Length).Take(3)));
        Assert.True(refused.Count <= mostRefused, refused.Count + " of " + cases.Count + "\n" + string.Join("\n=====\n", refused.OrderBy(w => w.Length).Take(3)));
    }

    // Of a block mapping: the lines of entries that stay as they are, where no alias stands that may have to be written out.
    private static bool KeepsLines(YamlNode document, YamlNode wanted, string text, string edited)
    {
        if (document is not YamlMapping { IsFlow: false } before || wanted is not YamlMapping after || text.AsSpan().ContainsAny('*', '&'))
        {
            return true;
        }

        var lines = Regex.Split(text, "\r\n|[\r\n\u0085\u2028\u2029]");
        var left = new Queue<string>(Regex.Split(edited, "\r\n|[\r\n\u0085\u2028\u2029]"));
        return before.Entries
            .Where(e => after.Entries.Any(a => ReferenceEquals(a.Key, e.Key) && NodeMeaning.Same(a.Value, e.Value)))
            .SelectMany(e => lines.Take(e.Value.Span.End.Line).Skip(e.Key.Span.Start.Line - 1))
            .All(line => Finds(left, line));
    }

    private static bool Finds(Queue<string> lines, string line)
    {
        while (lines.TryDequeue(out var next))
        {
            if (next == line)
            {
                return true;
            }
        }

        return false;
    }
}
