using Detectkit.Configuration.Project;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>
/// Reads what metric and project files of later Python versions say about loading. It is never an error: what cannot be read is as if it were
/// not there, and a warning.
/// </summary>
internal static class LaterSettings
{
    public const string SourceProfileKey = "source_profile";

    /// <summary>The key of the time after which an interval is complete.</summary>
    public const string LoadingDelayKey = "loading_delay";

    /// <summary>The profile that the query runs on, with its place; null where unset.</summary>
    public static Located? SourceProfile(MappingReader file)
    {
        if (Find(file.Mapping, SourceProfileKey) is not { } node)
        {
            return null;
        }

        if (node.StringValue is { Length: > 0 } name)
        {
            return new Located(name, node.Span);
        }

        file.Findings.Add(Rules.LaterSetting, node.Span, "'" + SourceProfileKey + "' must be the name of a profile; it is ignored.");
        return null;
    }

    /// <summary>Seconds after its end from which an interval is complete; null where unset.</summary>
    public static int? LoadingDelay(MappingReader file)
    {
        if (Find(file.Mapping, LoadingDelayKey) is not { } node)
        {
            return null;
        }

        var seconds = Seconds(node, least: 0, most: int.MaxValue);
        if (seconds is >= 0 and <= int.MaxValue)
        {
            return (int)seconds.Value;
        }

        file.Findings.Add(Rules.LaterSetting, node.Span, "'" + LoadingDelayKey + "' must be an integer in seconds, 0 for none, or " + IntervalText.Allowed + "; it is ignored.");
        return null;
    }

    /// <summary>A value of a mapping; null for none and for null.</summary>
    public static YamlNode? Find(YamlMapping mapping, string key) => MappingKeys.Find(mapping, key) is { IsNull: false } entry ? entry.Value : null;

    /// <summary>Seconds, as an integer or with a unit; null for anything else.</summary>
    public static long? Seconds(YamlNode node, int least, int most) => (node as YamlScalar)?.Value switch
    {
        IntegerScalar { Value: var whole } when whole >= least && whole <= most => (long)whole,
        TextScalar text => IntervalText.Seconds(text.Value),
        _ => null,
    };
}
