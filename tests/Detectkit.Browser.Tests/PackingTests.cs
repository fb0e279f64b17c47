using System.Text.Json;
using CsCheck;
using Detectkit.Build.Pages;
using Detectkit.Build.Pages.Evidence;
using Detectkit.Build.Pages.Packing;

namespace Detectkit.Build.Tests.Pages;

[Collection(BrowserTests.Name)]
public sealed class PackingTests(Chromium chromium)
{
    private static readonly double[] Scales = [1e-12, 1e-3, 1, 100, 1e9, 1e40];
    private static readonly double[] Offsets = [0, -3, 1e6];

    private static readonly Gen<double[]> SeriesOfAnyScale =
        from scale in Gen.Int[0, Scales.Length - 1].Select(i => Scales[i])
        from offset in Gen.Int[0, Offsets.Length - 1].Select(i => Offsets[i])
        from values in Gen.Frequency((8, Gen.Double[-1, 1]), (1, Gen.Const(double.NaN)), (1, Gen.Double[-1000, 1000])).Array[0, 300]
        select values.Select(v => (v + offset) * scale).ToArray();

    [BrowserFact]
    public async Task The_script_reads_back_what_was_packed_to_half_a_step()
    {
        var page = await chromium.OpenAsync(null);
        await page.AddScriptTagAsync(new() { Content = PageAssets.Read("shared/unpack.js") });
        var cases = new List<(double[] Values, PackedSeries Packed)>();
        SeriesOfAnyScale.Sample(
            values => cases.Add((values, PackedSeries.Pack(values, PackedSeries.Drawn))), iter: 200, threads: 1, seed: "0000KOIPe036");
        var read = await page.EvaluateAsync<double?[][]>("texts => texts.map(text => unpackSeries(JSON.parse(text)))", cases.Select(c => Json(c.Packed)));
        foreach (var ((values, packed), back) in cases.Zip(read))
        {
            Assert.Equal(values.Length, back.Length);
            for (var i = 0; i < values.Length; i++)
            {
                Assert.Equal(double.IsNaN(values[i]), back[i] is null);
                if (back[i] is { } value)
                {
                    Assert.InRange(Math.Abs(value - values[i]), 0, (0.5 * packed.Step) + (1e-9 * Math.Abs(values[i])));
                }
            }
        }

        await page.Context.CloseAsync();
    }

    [BrowserFact]
    public async Task Whole_numbers_come_back_exactly_up_to_the_limit()
    {
        var page = await chromium.OpenAsync(null);
        await page.AddScriptTagAsync(new() { Content = PageAssets.Read("shared/unpack.js") });
        long[] numbers = [0, PackedIntegers.Limit, -PackedIntegers.Limit, 1, -1, 77, .. Enumerable.Range(0, 200).Select(i => (long)i * i * i)];
        var back = await page.EvaluateAsync<double[]>("text => unpackIntegers(text)", PackedIntegers.Pack(numbers));
        Assert.Equal(numbers.Select(n => (double)n), back);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { double.NaN, double.NaN })]
    [InlineData(new[] { 5.0, 5.0, 5.0 })]
    [InlineData(new[] { double.PositiveInfinity, 1, double.NegativeInfinity })]
    [InlineData(new[] { double.MaxValue, double.MinValue, 0 })]
    [InlineData(new[] { double.Epsilon, 0, double.Epsilon })]
    public void Series_without_a_usual_spread_are_packed_all_the_same(double[] values)
    {
        var packed = PackedSeries.Pack(values, PackedSeries.Fine);
        Assert.Equal(values.Length, packed.Count);
        Assert.True(double.IsFinite(packed.Offset));
    }

    [Fact]
    public void A_single_extreme_value_costs_no_resolution()
    {
        var values = Enumerable.Range(0, 1000).Select(i => Math.Sin(i)).ToArray();
        values[500] = 1e12;
        Assert.InRange(PackedSeries.Pack(values, PackedSeries.Drawn).Step, 1e-4, 2e-3);
    }

    [Fact]
    public void A_noisy_series_takes_less_than_three_characters_a_value()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToArray();
        // Differences of two thousand levels: up to 9 bits with their sign fit into two digits, the rest into three.
        Assert.InRange(PackedSeries.Pack(values, 1000).Multiples.Length, 24_000, 29_000);
    }

    private static string Json(PackedSeries packed) => JsonSerializer.Serialize(packed, EvidenceJson.Default.PackedSeries);
}
