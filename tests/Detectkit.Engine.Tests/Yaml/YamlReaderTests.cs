using System.Text;
using Detectkit.Yaml;

namespace Detectkit.Engine.Tests.Yaml;

public class YamlReaderTests
{
    [Theory]
    [InlineData("a\u0001: 1\n", "DTK0002", 1, 2)]
    [InlineData("a: [1, 2\n", "DTK0003", 1, 4)]
    [InlineData("a: 'x\n", "DTK0003", 1, 4)]
    [InlineData("a: b: c\n", "DTK0003", 1, 5)]
    [InlineData("a: 1\n b: 2\n", "DTK0003", 2, 3)]
    [InlineData("a: \"\\q\"\n", "DTK0003", 1, 5)]
    [InlineData("a:\n\tb: 1\n", "DTK0004", 2, 1)]
    [InlineData("a: 1\n---\nb: 2\n", "DTK0005", 2, 1)]
    [InlineData("a: *x\n", "DTK0006", 1, 4)]
    [InlineData("a: &x [*x]\n", "DTK0006", 1, 8)]
    [InlineData("a: &x 1\nb: &x 2\n", "DTK0007", 2, 4)]
    [InlineData("a: !foo 1\n", "DTK0008", 1, 4)]
    [InlineData("a: 2026-02-30\n", "DTK0009", 1, 4)]
    [InlineData("? [a]\n: 1\n", "DTK0010", 1, 3)]
    [InlineData("<<: 1\n", "DTK0011", 1, 5)]
    public void What_is_wrong_is_told_with_its_place(string text, string rule, int line, int column)
    {
        var (root, fault) = YamlReader.Read(text);

        Assert.Null(root);
        Assert.Equal((rule, line, column), (fault!.Rule.Id, fault.Span.Start.Line, fault.Span.Start.Column));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, "DTK0012")]
    public void Nesting_has_a_limit(int depth, string? rule) =>
        Assert.Equal(rule, YamlReader.Read(new string('[', depth) + new string(']', depth)).Fault?.Rule.Id);

    [Fact]
    public void Aliases_may_not_multiply_a_file()
    {
        var text = new StringBuilder("- &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 6; i++)
        {
            text.Append('-').Append(" &a").Append(i).Append(" [").AppendJoin(", ", Enumerable.Repeat("*a" + (i - 1), 10)).Append("]\n");
        }

        Assert.Equal(Rules.YamlBudget, YamlReader.Read(text.ToString()).Fault!.Rule);
    }

    [Fact]
    public void A_node_knows_where_it_stands()
    {
        var root = (YamlMapping)YamlReader.Read("\uFEFFa:\n  b: |\n    x\n\nc: {d: 1}\r\ne:\n").Root!;

        Assert.Equal((1, 1), Start(root));
        var block = (YamlScalar)((YamlMapping)root.Find("a")!.Value).Find("b")!.Value;
        Assert.Equal(((2, 6), (3, 6), true), (Start(block), End(block), block.IsBlock));
        var flow = root.Find("c")!.Value;
        Assert.Equal(((5, 4), (5, 10), true), (Start(flow), End(flow), flow.IsFlow));
        Assert.Equal(root.Find("e")!.Key.Span, root.Find("e")!.ValueSpan);
    }

    [Fact]
    public void An_alias_is_the_node_it_names_where_the_alias_stands()
    {
        var root = (YamlMapping)YamlReader.Read("a: &x {k: 1}\nb: *x\n").Root!;

        var (anchored, alias) = ((YamlMapping)root.Entries[0].Value, (YamlMapping)root.Entries[1].Value);
        Assert.Equal(("x", null, null, "x"), (anchored.Anchor, anchored.Alias, alias.Anchor, alias.Alias));
        Assert.Equal((2, 4), Start(alias));
        Assert.Equal(new IntegerScalar(1), ((YamlScalar)alias.Find("k")!.Value).Value);
    }

    [Fact]
    public void Merged_entries_count_unless_the_mapping_has_its_own()
    {
        var root = (YamlMapping)YamlReader.Read("base: &b {x: 1, y: 2}\nown: {<<: *b, y: 3}\n").Root!;

        var own = MappingKeys.Effective((YamlMapping)root.Find("own")!.Value);
        Assert.Equal([("x", "1"), ("y", "3")], own.Select(e => (((YamlScalar)e.Key).Text, ((YamlScalar)e.Value).Text)));
    }

    private static (int Line, int Column) Start(YamlNode node) => (node.Span.Start.Line, node.Span.Start.Column);

    private static (int Line, int Column) End(YamlNode node) => (node.Span.End.Line, node.Span.End.Column);
}
