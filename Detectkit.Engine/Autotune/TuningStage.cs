using Detectkit.Autotune.Reference;

namespace Detectkit.Autotune;

/// <summary>A stage of tuning that decides something, in the order in which a decision log has them.</summary>
public enum TuningStage
{
    /// <summary>What the labels mark, and what they are used for.</summary>
    Labels,

    /// <summary>The seasons; only of the search of Python detectkit.</summary>
    Seasonality,

    /// <summary>The vote for detector types; only of the search of Python detectkit.</summary>
    DetectorSelect,

    /// <summary>The parameters of each type; only of the search of Python detectkit.</summary>
    GridSearch,

    /// <summary>The best of all configurations; only of the robust search.</summary>
    Search,

    /// <summary>How sure the best is; only of the robust search.</summary>
    Confidence,

    /// <summary>The threshold, of the robust search or of the current detectors.</summary>
    Threshold,

    /// <summary>The default and what to expect of it; only of the robust search.</summary>
    Default,

    /// <summary>Whether anomalies are clamped for later windows; only of the robust search.</summary>
    Clamp,

    /// <summary>The alert rule.</summary>
    Window,

    /// <summary>The search on the whole history, after the hold-out has judged what was found without it.</summary>
    Refit,
}

/// <summary>The names of the stages.</summary>
public static class TuningStageName
{
    /// <summary>The name in a decision log, that of Python detectkit where it has the stage: <c>detector_select</c>.</summary>
    /// <param name="stage">The stage.</param>
    /// <returns>The name, in lower case.</returns>
    public static string Of(TuningStage stage) => stage switch
    {
        TuningStage.DetectorSelect => "detector_select",
        TuningStage.GridSearch => "grid_search",
        _ => stage.ToString().ToLowerInvariant(),
    };

    /// <summary>The name for people to read: <c>detector select</c>.</summary>
    /// <param name="stage">The stage.</param>
    /// <returns>The name, in lower case.</returns>
    public static string InWords(TuningStage stage) => Of(stage).Replace('_', ' ');

    // The decision about labels has its own line in a header, and the other two are for log and record alone.
    internal static string? InHeader(TuningStage stage) => stage switch
    {
        TuningStage.Labels or TuningStage.Clamp or TuningStage.Refit => null,
        TuningStage.DetectorSelect => "DETECTOR",
        _ => InWords(stage).ToUpperInvariant(),
    };
}
