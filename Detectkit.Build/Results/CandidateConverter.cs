using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Detectkit.Autotune;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

/// <summary>Reads and writes candidates: the detector is made of its parameters again.</summary>
internal sealed class CandidateConverter : JsonConverter<Candidate>
{
    /// <inheritdoc/>
    public override Candidate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var form = JsonSerializer.Deserialize(ref reader, Form(options)) ?? throw new JsonException("A candidate is expected.");
        var detector = DetectorParameters.Read(form.Type, form.Parameters).Detector ?? throw new JsonException($"The parameters of candidate '{form.Id}' are not valid.");
        return new Candidate(detector, form.Parameters, form.Id, form.Score, form.FoldScores, form.Penalty) { Rule = form.Rule };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Candidate value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer, new StoredCandidate(value.Detector.Type, value.Parameters, value.Id, value.Score, value.FoldScores, value.Penalty, value.Rule), Form(options));

    private static JsonTypeInfo<StoredCandidate> Form(JsonSerializerOptions options) => (JsonTypeInfo<StoredCandidate>)options.GetTypeInfo(typeof(StoredCandidate));
}

/// <summary>A candidate as it is stored.</summary>
/// <param name="Type">The kind of detector.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Id">Its id.</param>
/// <param name="Score">Its score.</param>
/// <param name="FoldScores">The folds' scores.</param>
/// <param name="Penalty">The penalty.</param>
/// <param name="Rule">The alert rule it was scored with, in words, or null.</param>
internal sealed record StoredCandidate(DetectorType Type, ParameterSet Parameters, string Id, double Score, ValueList<double> FoldScores, double Penalty, string? Rule);
