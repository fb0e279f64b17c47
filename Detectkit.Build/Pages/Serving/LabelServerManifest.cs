using System.Text.Json;

namespace Detectkit.Build.Pages.Serving;

/// <summary>What the label server is told to serve; its program reads this (its ServedProject).</summary>
/// <param name="Root">The project's root, an absolute path; nothing outside is written.</param>
/// <param name="Metrics">The metrics, at least one.</param>
/// <param name="AddressPath">Where the address is kept while the server runs, an absolute path; only its owner may read it.</param>
/// <param name="OpensBrowser">Whether to open the page in the user's browser.</param>
/// <param name="EndsWithInput">Whether the end of standard input ends the server: so it never outlives the build that started it.</param>
internal sealed record LabelServerManifest(string Root, IReadOnlyList<LabelledMetric> Metrics, string AddressPath, bool OpensBrowser, bool EndsWithInput)
{
    /// <summary>Writes the manifest.</summary>
    /// <returns>Its text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this);
}

/// <summary>A metric whose labels can be edited.</summary>
/// <param name="Name">Its name: letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="PagePath">The labelling page, an absolute path.</param>
/// <param name="TuneCommand">What to run once its labels are saved.</param>
internal sealed record LabelledMetric(string Name, string PagePath, string TuneCommand);
