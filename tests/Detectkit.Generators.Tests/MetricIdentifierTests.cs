extern alias generator;
using CsCheck;
using generator::Detectkit.Generators.Naming;
using generator::Detectkit.Generators.Pipeline;
using Microsoft.CodeAnalysis.CSharp;

namespace Detectkit.Generators.Tests;

public class MetricIdentifierTests
{
    [Theory]
    [InlineData("api_error_rate", "ApiErrorRate")]
    [InlineData("api-error--rate_", "ApiErrorRate")]
    [InlineData("p99Latency", "P99Latency")]
    [InlineData("CPU_load", "CPULoad")]
    [InlineData("4xx_rate", "_4xxRate")]
    [InlineData("größe_über_все", "GrößeÜberВсе")]
    [InlineData("使用率", "使用率")]
    [InlineData("x²", "X_u00B2_")]
    [InlineData("x³", "X_u00B3_")]
    [InlineData("ⅷ_part", "ⅧPart")]
    [InlineData("\U00010400_rate", "_u10400_Rate")]
    [InlineData("--", "__")]
    [InlineData("class", "Class")]
    public void A_name_becomes_pascal_case(string name, string identifier) => Assert.Equal(identifier, MetricIdentifier.From(name));

    [Theory]
    [InlineData("all")]
    [InlineData("find")]
    [InlineData("metrics")]
    [InlineData("name")]
    [InlineData("interval_seconds")]
    [InlineData("tags")]
    [InlineData("config")]
    [InlineData("detector_1")]
    [InlineData("detector12")]
    [InlineData("to_string")]
    [InlineData("get_hash_code")]
    [InlineData("equals")]
    public void A_name_that_a_member_bears_already_gets_an_underscore(string name) => Assert.EndsWith("_", MetricIdentifier.From(name), StringComparison.Ordinal);

    [Fact]
    public void Any_text_gives_a_valid_identifier() =>
        Gen.String.Sample(text => SyntaxFacts.IsValidIdentifier(MetricIdentifier.From(text)));

    [Theory]
    [InlineData("Shop.Monitoring", "Shop.Monitoring")]
    [InlineData("my-metrics", "my_metrics")]
    [InlineData("2026.class", "_2026.@class")]
    [InlineData("..", "")]
    [InlineData("Größe & co", "Größe___co")]
    public void A_root_namespace_is_made_valid(string text, string expected) => Assert.Equal(expected, Consumer.ToNamespace(text));
}
