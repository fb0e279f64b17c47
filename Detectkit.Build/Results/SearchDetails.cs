using Detectkit.Autotune;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

/// <summary>The parts of a result that are large and that only records and pages show.</summary>
/// <param name="Candidates">Every configuration tried.</param>
/// <param name="GroupVotes">The votes for detector types.</param>
/// <param name="BandsBefore">The present detectors' bands on the held-out points.</param>
/// <param name="BandsAfter">The tuned ones'.</param>
internal sealed record SearchDetails(ValueList<Candidate> Candidates, ValueList<GroupVote> GroupVotes, ValueList<DetectorBand> BandsBefore, ValueList<DetectorBand> BandsAfter)
{
    private static readonly SearchDetails None = new([], [], [], []);

    /// <summary>The details of a result.</summary>
    /// <param name="outcome">The result.</param>
    /// <returns>Its details.</returns>
    public static SearchDetails Of(TuningOutcome outcome) =>
        new(outcome.Result?.Candidates ?? [], outcome.Result?.GroupVotes ?? [], outcome.Before?.Bands ?? [], outcome.After?.Bands ?? []);

    /// <summary>A result without its details, nor those of the search that was judged before another followed, which nothing shows.</summary>
    /// <param name="outcome">The result.</param>
    /// <returns>The rest.</returns>
    public static TuningOutcome Strip(TuningOutcome outcome) => None.PutInto(outcome) with
    {
        Judged = outcome.Judged is { } judged ? judged with { Candidates = [], GroupVotes = [] } : null,
    };

    /// <summary>A result with these details in place of its own.</summary>
    /// <param name="outcome">The result.</param>
    /// <returns>Both together.</returns>
    public TuningOutcome PutInto(TuningOutcome outcome) => outcome with
    {
        Result = outcome.Result is { } result ? result with { Candidates = Candidates, GroupVotes = GroupVotes } : null,
        Before = outcome.Before is { } before ? before with { Bands = BandsBefore } : null,
        After = outcome.After is { } after ? after with { Bands = BandsAfter } : null,
    };
}

/// <summary>What of a stored result is read at once.</summary>
/// <param name="Outcome">The result without its details.</param>
/// <param name="Candidates">How many candidates the details have.</param>
/// <param name="Emission">The tuned text written from it; <c>null</c> where none was.</param>
internal sealed record SearchHead(TuningOutcome Outcome, int Candidates, StoredEmission? Emission);

/// <summary>A tuned text as it was written, which follows from the metric's text, the result and these arguments.</summary>
/// <param name="Arguments">What else it depends on.</param>
/// <param name="FileName">The file's name without a folder.</param>
/// <param name="Text">The whole text.</param>
internal sealed record StoredEmission(string Arguments, string FileName, string Text);
