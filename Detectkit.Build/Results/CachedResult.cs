using System.Text.Json.Serialization;
using Detectkit.Autotune;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

/// <summary>By what a result file is known again.</summary>
/// <param name="Fingerprint">What the search depends on.</param>
/// <param name="Outline">Names what the record says beside what follows from the search.</param>
internal sealed record CacheKey(string Version, string Metric, string Fingerprint, string Outline);

/// <summary>The field <c>cache</c> as any version has it.</summary>
internal sealed record KeyedResult(CacheKey Key);

/// <summary>The field <c>cache</c>: what every run needs of a result.</summary>
/// <param name="Outcome">The result without its details.</param>
/// <param name="Candidates">How many candidates the details have.</param>
/// <param name="Emission">The tuned text written from it; <c>null</c> where none was.</param>
internal sealed record CachedResult(CacheKey Key, TuningOutcome Outcome, int Candidates, CachedEmission? Emission);

/// <summary>A tuned text, which follows from the metric's text, the result and these arguments.</summary>
/// <param name="Arguments">What else it depends on.</param>
/// <param name="FileName">The file's name without a folder.</param>
internal sealed record CachedEmission(string Arguments, string FileName, string Text);

/// <summary>The parts of a result that are large and that only records, pages and the audit show: nine tenths of a file, left there until needed.</summary>
internal sealed record ResultDetails(ValueList<Candidate> Candidates, ValueList<GroupVote> GroupVotes, ValueList<DetectorBand> BandsBefore, ValueList<DetectorBand> BandsAfter)
{
    private static readonly ResultDetails None = new([], [], [], []);

    public static ResultDetails Of(TuningOutcome outcome) =>
        new(outcome.Result?.Candidates ?? [], outcome.Result?.GroupVotes ?? [], outcome.Before?.Bands ?? [], outcome.After?.Bands ?? []);

    /// <summary>A result without its details, nor those of the search that was judged before another followed, which nothing shows.</summary>
    public static TuningOutcome Strip(TuningOutcome outcome) => None.PutInto(outcome) with
    {
        Judged = outcome.Judged is { } judged ? judged with { Candidates = [], GroupVotes = [] } : null,
    };

    public TuningOutcome PutInto(TuningOutcome outcome) => outcome with
    {
        Result = outcome.Result is { } result ? result with { Candidates = Candidates, GroupVotes = GroupVotes } : null,
        Before = outcome.Before is { } before ? before with { Bands = BandsBefore } : null,
        After = outcome.After is { } after ? after with { Bands = BandsAfter } : null,
    };
}

// Where a result file has the details: bands where people read them too, the rest to the last digit in a field of its own.

internal sealed record DetailsOfFile(CachedDetails Details, DetailsOfHoldout? Holdout)
{
    public ResultDetails Whole => new(Details.Candidates, Details.GroupVotes, Holdout?.Before?.Bands ?? [], Holdout?.After.Bands ?? []);
}

internal sealed record CachedDetails(ValueList<Candidate> Candidates, ValueList<GroupVote> GroupVotes);

internal sealed record DetailsOfHoldout(DetailsOfSide? Before, DetailsOfSide After);

internal sealed record DetailsOfSide(ValueList<DetectorBand> Bands);

/// <summary>JSON that reads back to an equal value, numbers and spelling included; but for single-precision numbers, of which null is NaN.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(ValueListConverter), typeof(FigureConverter), typeof(ParameterSetConverter), typeof(CandidateConverter)])]
[JsonSerializable(typeof(KeyedResult))]
[JsonSerializable(typeof(CachedResult))]
[JsonSerializable(typeof(DetailsOfFile))]
[JsonSerializable(typeof(CachedCandidate))]
[JsonSerializable(typeof(float))]
internal sealed partial class CacheJson : JsonSerializerContext;
