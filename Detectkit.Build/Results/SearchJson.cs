using System.Text.Json.Serialization;

namespace Detectkit.Build.Results;

/// <summary>A search's result as JSON that reads back to an equal one, numbers and spelling included.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(ValueListConverter), typeof(ParameterSetConverter), typeof(CandidateConverter)])]
[JsonSerializable(typeof(SearchHead))]
[JsonSerializable(typeof(SearchDetails))]
[JsonSerializable(typeof(StoredCandidate))]
internal sealed partial class SearchJson : JsonSerializerContext;
