using Detectkit.Yaml;

namespace Detectkit.Engine.Tests.Yaml;

public class TokenScannerTests
{
    [Theory]
    [InlineData("# only a comment\n", "")]
    [InlineData("a: 1\n", "BlockMappingStart Key Scalar Value Scalar BlockEnd")]
    [InlineData("- x\n- y\n", "BlockSequenceStart BlockEntry Scalar BlockEntry Scalar BlockEnd")]
    [InlineData("a:\n- x\nb: 1\n", "BlockMappingStart Key Scalar Value BlockEntry Scalar Key Scalar Value Scalar BlockEnd")]
    [InlineData("a:\n  b: 1\n", "BlockMappingStart Key Scalar Value BlockMappingStart Key Scalar Value Scalar BlockEnd BlockEnd")]
    [InlineData("? a\n: *b\n", "BlockMappingStart Key Scalar Value Alias BlockEnd")]
    [InlineData("{a: [1, 2]}", "FlowMappingStart Key Scalar Value FlowSequenceStart Scalar FlowEntry Scalar FlowSequenceEnd FlowMappingEnd")]
    [InlineData("[a: 1]", "FlowSequenceStart Key Scalar Value Scalar FlowSequenceEnd")]
    [InlineData("%YAML 1.1\n--- &a !!str x\n...\n", "Directive DocumentStart Anchor Tag Scalar DocumentEnd")]
    public void A_text_is_split_into_tokens(string text, string kinds) => Assert.Equal(kinds, string.Join(' ', Scan(text).Select(t => t.Kind)));

    [Theory]
    [InlineData("a b\n  c", "a b c", ScalarStyle.Plain)]
    [InlineData("a\n\n  c", "a\nc", ScalarStyle.Plain)]
    [InlineData("a#b", "a#b", ScalarStyle.Plain)]
    [InlineData("'it''s'", "it's", ScalarStyle.Quoted)]
    [InlineData("'a\n  b'", "a b", ScalarStyle.Quoted)]
    [InlineData("\"a\\tb\\u00e9\\U0001F600\"", "a\tb\u00e9\U0001F600", ScalarStyle.Quoted)]
    [InlineData("\"a\\\n  b\"", "ab", ScalarStyle.Quoted)]
    [InlineData("|\n  x\n   y\n", "x\n y\n", ScalarStyle.Block)]
    [InlineData("|-\n  x\n", "x", ScalarStyle.Block)]
    [InlineData("|+\n  x\n\n", "x\n\n", ScalarStyle.Block)]
    [InlineData("|2\n   x\n", " x\n", ScalarStyle.Block)]
    [InlineData(">\n  x\n  y\n\n  z\n", "x y\nz\n", ScalarStyle.Block)]
    public void A_scalar_has_the_text_that_it_means(string text, string meaning, object style)
    {
        var scalar = Assert.Single(Scan(text));
        Assert.Equal((TokenKind.Scalar, meaning, (ScalarStyle)style), (scalar.Kind, scalar.Text, scalar.Style));
    }

    [Fact]
    public void A_token_stands_where_its_text_does()
    {
        const string text = "key: 'it''s' # note\nlist: [1,\n  two words]\nx: &a !!str *b\n";

        var written = Scan(text).Where(t => t.End > t.Start).Select(t => text[t.Start..t.End]);

        Assert.Equal(["key", ":", "'it''s'", "list", ":", "[", "1", ",", "two words", "]", "x", ":", "&a", "!!str", "*b"], written);
    }

    [Fact]
    public void A_key_has_its_colon_within_1024_characters()
    {
        var key = new string('k', 1020);

        Assert.Contains(Scan(key + ": 1\n"), t => t.Kind == TokenKind.Key);
        Assert.Equal(Rules.YamlSyntax, YamlReader.Read(key + "kkkkkk: 1\n").Fault!.Rule);
    }

    private static List<YamlToken> Scan(string text)
    {
        var scanner = new TokenScanner(text, new TextLines(text));
        var tokens = new List<YamlToken>();
        while (scanner.Current.Kind != TokenKind.End)
        {
            tokens.Add(scanner.Read());
        }

        Assert.Null(scanner.Fault);
        return tokens;
    }
}
