using System.Text;
using Detectkit.Configuration;

namespace Detectkit.Detectors;

/// <summary>The identity of a detector: the reference's hash over its class and non-default parameters.</summary>
internal static class DetectorId
{
    /// <summary>16 hex digits, equal to the reference's to the character; of a detector that is only carried one of ours.</summary>
    public static string Of(DetectorConfig detector) => new IdentityText().IdOf(detector);

    /// <summary>The non-default parameters as compact JSON with sorted keys, the reference's <c>detector_params</c> column.</summary>
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

    /// <summary>The reference's <c>detector_name</c> column.</summary>
    public static string ClassName(DetectorConfig detector) => detector.Kind.ClassName;
}
