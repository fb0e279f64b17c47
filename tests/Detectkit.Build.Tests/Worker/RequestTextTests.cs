using CsCheck;
using Detectkit.Build.Wire;

namespace Detectkit.Build.Worker;

public sealed class RequestTextTests
{
    private static readonly string[] Odd = ["", "\\", "\\n", "a=b", "a\nb", "\r\n", "metrics/**/*.yml;x", "é\u2028"];

    private static readonly Gen<string> Value = Gen.OneOf(Gen.String, Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]));

    [Fact]
    public void What_is_written_is_read_whatever_it_holds() =>
        Gen.Select(Gen.Bool, Value, (isFile, value) => new KeyValuePair<string, string>(isFile ? "file" : "AutotuneSelect", value)).List[0, 20].Sample(entries =>
        {
            using var reader = new StringReader(RequestText.Write(entries) + "rest");

            Assert.Equal(entries, RequestText.Read(reader));
            Assert.Equal("rest", reader.ReadToEnd());
        });

    [Theory]
    [InlineData("")]
    [InlineData("command=autotune\n")]
    [InlineData("nonsense\n\n")]
    public void A_text_that_is_cut_short_or_no_request_is_none(string text)
    {
        using var reader = new StringReader(text);

        Assert.Null(RequestText.Read(reader));
    }
}
