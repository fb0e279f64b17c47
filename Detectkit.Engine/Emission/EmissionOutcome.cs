using Detectkit.Configuration;

namespace Detectkit.Emission;

/// <summary>A tuned file, or why there is none.</summary>
/// <param name="FileName">The file's name without a folder; null on failure.</param>
/// <param name="Text">The whole text; null on failure.</param>
/// <param name="Finding">Why nothing can be written; null on success.</param>
public sealed record EmissionOutcome(string? FileName, string? Text, Finding? Finding)
{
    internal static EmissionOutcome Fail(string path, SourceSpan span, string message) => new(null, null, new Finding(Rules.TunedTextRefused, path, span, message));
}
