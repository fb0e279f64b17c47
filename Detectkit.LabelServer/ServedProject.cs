using System.Text.Json;

namespace Detectkit.LabelServer;

/// <summary>What to serve, as the worker's LabelServerManifest says. Paths are absolute.</summary>
/// <param name="Root">Nothing outside is written.</param>
/// <param name="Metrics">At least one.</param>
/// <param name="AddressPath">Where the address is kept while the server runs; only its owner may read it.</param>
/// <param name="OpensBrowser">Whether to open the page in the user's browser.</param>
/// <param name="EndsWithInput">Whether the end of standard input ends the server: so it never outlives the build that started it.</param>
internal sealed record ServedProject(string Root, IReadOnlyList<ServedMetric> Metrics, string AddressPath, bool OpensBrowser, bool EndsWithInput)
{
    /// <exception cref="JsonException">The text is no manifest.</exception>
    public static ServedProject Parse(string json) => JsonSerializer.Deserialize<ServedProject>(json) is { Root: not null, AddressPath: not null, Metrics.Count: > 0 } project
        ? project
        : throw new JsonException("The manifest names no metric or no file for the address.");
}

/// <param name="Name">Letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="PagePath">The labelling page.</param>
/// <param name="TuneCommand">What to run once its labels are saved.</param>
internal sealed record ServedMetric(string Name, string PagePath, string TuneCommand);
