extern alias generator;
using CsCheck;
using generator::Detectkit.Generators.Emission;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Detectkit.Generators.Tests;

public class LiteralTests
{
    // What texts are made of that is hard on a literal: quotes, line ends of all kinds, indentation, half surrogate pairs.
    private static readonly string[] Parts =
    [
        "a", " ", "\t", "\n", "\r", "\r\n", "\n    ", "\"", "\"\"\"", "\\", "{{ x }}", "\u0085", "\u2028", "\0", "é", "\ud83d\ude00", "\ud83d", "\ufeff",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Parts.Length - 1].Array[0, 12].Select(numbers => string.Concat(numbers.Select(n => Parts[n])));

    [Fact]
    public void A_text_comes_back_as_it_was() =>
        Texts.Sample(text => Value(Literal.Format(text)) is string back && back == text);

    [Fact]
    public void A_text_comes_back_from_any_depth_of_indentation() =>
        Texts.Sample(text => Value(Layout.Indent(Layout.Indent("        " + Literal.Format(text)))) is string back && back == text);

    [Fact]
    public void A_number_comes_back_to_the_last_bit() =>
        Gen.Double.Where(double.IsFinite).Sample(number =>
            Value(Literal.Format(number)) is double back && BitConverter.DoubleToInt64Bits(back) == BitConverter.DoubleToInt64Bits(number));

    [Theory]
    [InlineData(3, "3.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(double.NaN, "double.NaN")]
    [InlineData(double.NegativeInfinity, "double.NegativeInfinity")]
    public void A_number_shows_that_it_is_a_floating_point_number(double number, string literal) => Assert.Equal(literal, Literal.Format(number));

    [Fact]
    public void A_query_of_several_lines_stays_readable() => Snapshot.Verify(
        "Query = " + Literal.Format("SELECT ts, \"value\"\n  FROM t\n\nWHERE ts >= '{{ dtk_start_time }}'\n") + ",\n");

    private static object? Value(string literal)
    {
        var expression = SyntaxFactory.ParseExpression(literal);
        Assert.DoesNotContain(expression.GetDiagnostics(), d => true);
        return expression switch
        {
            LiteralExpressionSyntax plain => plain.Token.Value,
            PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax operand } => -(double)operand.Token.Value!,
            _ => null,
        };
    }
}
