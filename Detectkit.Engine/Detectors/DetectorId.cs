using System.Text;
using Detectkit.Configuration;

namespace Detectkit.Detectors;

/// <summary>The identity of a detector: the reference's hash over its class and non-default parameters.</summary>
public static class DetectorId
{
    /// <summary>The id: 16 hex digits, equal to the reference's to the character.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>The id; of a detector that is only carried one of ours.</returns>
    public static string Of(DetectorConfig detector) => new IdentityText().IdOf(detector);

    /// <summary>The non-default parameters as compact JSON with sorted keys, the reference's <c>detector_params</c> column.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>The JSON.</returns>
    public static string ParametersJson(DetectorConfig detector)
    {
        var json = new StringBuilder("{");
        foreach (var (name, value) in DetectorParameters.NonDefault(detector))
        {
            json.Append(json.Length > 1 ? "," : "").Append('"').Append(name).Append("\":");
            ParameterText.AppendJson(json, value);
        }

        return json.Append('}').ToString();
    }

    /// <summary>The name of the reference's class, its <c>detector_name</c> column.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>The name.</returns>
    public static string ClassName(DetectorConfig detector) => detector.Kind.ClassName;
}
