using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text;
using Detectkit.Yaml;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>What PyYAML makes of the public suites, ours makes of them: it refuses the same texts and reads the others as the same values.</summary>
public class YamlVerdictTests
{
    /// <summary>Texts that PyYAML reads and that are refused here.</summary>
    private static readonly string[] OnlyRefusedHere =
    [
        "duplicate-value-key.former-loader-error.data", // An unquoted `=` as a key.
        "recursive-anchor.former-loader-error", // A list that contains itself.
    ];

    [RecordedFact]
    public void Texts_of_the_public_suites_are_read_and_refused_as_recorded()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Recorded.Golden, "yaml", "pyyaml-verdicts.json")));
        var recorded = cases.RootElement.EnumerateArray().ToList();
        var differing = recorded.Select(Difference).OfType<string>().ToList();

        Assert.True(recorded.Count > 700, $"{recorded.Count} texts");
        Assert.Equal(OnlyRefusedHere, differing.Select(d => d.Split(": ")[0].Split('/')[^1]).Order(StringComparer.Ordinal));
    }

    private static string? Difference(JsonElement recorded)
    {
        var reading = recorded.TryGetProperty("text", out var text) ? YamlReader.Read(text.GetString()!) : YamlReader.Read(recorded.GetProperty("base64").GetBytesFromBase64());
        var expected = !recorded.GetProperty("ok").GetBoolean() ? null : recorded.TryGetProperty("value", out var value) ? value.GetString() : "read";
        var actual = reading.Fault is not null ? null : expected == "read" ? "read" : reading.Root is null ? "n" : Written(reading.Root);
        return actual == expected ? null : recorded.GetProperty("name").GetString() + ": " + (expected ?? "refused") + " / " + (actual ?? "refused: " + reading.Fault!.Message);
    }

    private static string Written(YamlNode node) => node switch
    {
        YamlMapping mapping => "{" + string.Concat(MappingKeys.Effective(mapping).Select(e => Written(e.Key) + ":" + Written(e.Value) + ",")) + "}",
        YamlSequence list => "[" + string.Concat(list.Items.Select(i => Written(i) + ",")) + "]",
        YamlScalar scalar => Written(scalar.Value),
        _ => "",
    };

    private static string Written(ScalarValue value) => value switch
    {
        NullScalar => "n",
        BooleanScalar boolean => boolean.Value ? "b1" : "b0",
        IntegerScalar whole => "i" + whole.Value.ToString(CultureInfo.InvariantCulture),
        FloatScalar number => "f" + (double.IsNaN(number.Value) ? "nan" : Hex(number.Value)),
        TimeScalar { IsDate: true } date => "d" + date.Clock.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeScalar time => "t" + time.Clock.ToString(time.Clock.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
            + time.Offset?.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture),
        BinaryScalar => "y?",
        TextScalar text => "\"" + Escaped(text.Value) + "\"",
        _ => "?",
    };

    private static string Hex(double value)
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Convert.ToHexStringLower(bytes);
    }

    private static string Escaped(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            _ = c == '\\' ? result.Append("\\\\")
                : c is < ' ' or > '~' ? result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : result.Append(c);
        }

        return result.ToString();
    }
}
