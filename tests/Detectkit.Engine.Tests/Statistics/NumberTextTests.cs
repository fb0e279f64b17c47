using System.Globalization;
using System.Numerics;
using CsCheck;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Statistics;

public class NumberTextTests
{
    [Theory]
    [InlineData(0.0625, 3, "0.062")]
    [InlineData(0.1875, 3, "0.188")]
    [InlineData(2.5, 0, "2")]
    [InlineData(3.5, 0, "4")]
    [InlineData(-0.0005, 3, "-0.001")]
    [InlineData(1e22, 1, "10000000000000000000000.0")]
    [InlineData(5e-324, 3, "0.000")]
    [InlineData(double.NaN, 3, "nan")]
    [InlineData(double.NegativeInfinity, 3, "-inf")]
    public void Fixed_notation_rounds_half_to_even_on_the_binary_value(double value, int digits, string expected) =>
        Assert.Equal(expected, FixedNotation.Format(value, digits));

    [Fact]
    public void Fixed_notation_is_the_nearest_decimal_fraction() => Gen.Select(Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Double.Unit, Gen.Double), Gen.Int[0, 24]).Sample((value, digits) =>
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        // No double has more binary places than these, so that all is whole.
        const int places = 1_100;
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var (mantissa, exponent) = bits >> 52 == 0 ? (bits, -1_074) : ((bits & ((1L << 52) - 1)) | (1L << 52), (int)(bits >> 52) - 1_075);
        var exact = ((BigInteger)mantissa << (exponent + places)) * BigInteger.Pow(10, digits);
        var text = FixedNotation.Format(value, digits);
        var written = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal).TrimStart('-'), CultureInfo.InvariantCulture);
        var twiceOff = 2 * BigInteger.Abs(exact - (written << places));
        Assert.True(twiceOff < BigInteger.One << places || (twiceOff == BigInteger.One << places && written.IsEven), text);
    });

    [Theory]
    [InlineData(3, "3.0")]
    [InlineData(2.5, "2.5")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void Numbers_are_written_as_python_writes_them(double value, string expected) => Assert.Equal(expected, PythonNumber.Repr(value));

    [Fact]
    public void Every_number_reads_back_from_its_python_text() => Gen.Double.Sample(value =>
    {
        if (double.IsFinite(value))
        {
            Assert.Equal(value, double.Parse(PythonNumber.Repr(value), CultureInfo.InvariantCulture));
        }
    });
}
