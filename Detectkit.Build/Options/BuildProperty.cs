using System.Globalization;
using Detectkit.Configuration;

namespace Detectkit.Build.Options;

/// <summary>What a build property has a part in.</summary>
internal enum PropertyEffect
{
    /// <summary>Which metrics are tuned, where the result goes, how fast: none in what is found.</summary>
    None,

    /// <summary>Data, labels, or the form of the result: a repetition needs it, and a cached search is found by what it leads to.</summary>
    Result,

    /// <summary>The search itself: part of its fingerprint too.</summary>
    Search,
}

/// <summary>A build property, as the table <see cref="BuildProperties.All"/> has it.</summary>
/// <param name="Allowed">What it must be, in words; <c>null</c> for any text.</param>
/// <param name="Default">Its default in the README's table.</param>
/// <param name="Text">Its meaning there; neighbours with the same text share a row.</param>
/// <param name="Effect">What it has a part in.</param>
/// <param name="Read">The options with a text, trimmed and not empty, as this property's value; <c>null</c> for a text that is not allowed.</param>
internal sealed record BuildProperty(
    string Name, string? Allowed, string Default, string Text, PropertyEffect Effect, Func<RunOptions, string, RunOptions?> Read);

internal delegate bool PropertyParser<T>(string text, out T value);

/// <summary>A type of build properties.</summary>
/// <param name="Allowed">What a value must be, in words; <c>null</c> for any text.</param>
internal sealed record PropertyType<T>(string? Allowed, PropertyParser<T> Parse);

internal static class PropertyTypes
{
    private const double LargestShare = 0.9;

    private static readonly string[] TimestampFormats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"];

    public static readonly PropertyType<string> AnyText = new(null, (text, out value) =>
    {
        value = text;
        return true;
    });

    public static readonly PropertyType<ValueList<string>> Selectors = new(null, (text, out value) =>
    {
        value = [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return true;
    });

    public static readonly PropertyType<bool> TrueOrFalse =
        OneOf(("true", true), ("false", false), ("yes", true), ("no", false), ("on", true), ("off", false), ("1", true), ("0", false)) with { Allowed = "true or false" };

    public static readonly PropertyType<int> Count = new(
        "an integer of at least 1",
        (text, out value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0);

    public static readonly PropertyType<double> Share = new(
        "a share of the series from 0 to 0.9, such as 0.2",
        (text, out value) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= LargestShare);

    public static readonly PropertyType<double> Number = new(
        "a number of at least 0, such as 0.5",
        (text, out value) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && double.IsFinite(value));

    public static readonly PropertyType<DateTime> Timestamp = new(
        "a UTC time as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS",
        (text, out value) => DateTime.TryParseExact(
            text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value));

    public static readonly PropertyType<ScoringMetric> ScoringMetrics = OneOf(
    [
        .. new[] { ScoringMetric.Mcc, ScoringMetric.F1, ScoringMetric.FBeta, ScoringMetric.BalancedAccuracy, ScoringMetric.RocAuc, ScoringMetric.PrAuc, ScoringMetric.EventF1 }
            .Select(m => (ScoringMetricName.Format(m), m)),
    ]);

    public static PropertyType<T> OneOf<T>(params (string Word, T Value)[] words) =>
        new("one of " + string.Join(", ", words.Select(w => w.Word)), (text, out value) =>
        {
            var found = Array.FindIndex(words, w => string.Equals(w.Word, text, StringComparison.OrdinalIgnoreCase));
            value = found < 0 ? default! : words[found].Value;
            return found >= 0;
        });
}
