using System.Text.Json;
using Detectkit.Autotune;

namespace Detectkit.Build.Results;

/// <summary>The part of a run record that only the robust strategy has more to say about than null.</summary>
internal static class RobustRecord
{
    /// <summary>Writes it, as <c>strategy</c>, <c>score_words</c>, <c>anomaly_window_points</c>, <c>confidence</c> and <c>training_alarms</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="result">The search.</param>
    public static void Write(Utf8JsonWriter json, AutotuneResult result)
    {
        json.WriteString("strategy", result.Strategy == AutotuneStrategy.Robust ? "robust" : "reference");
        json.WriteString("score_words", result.ScoreWords);
        JsonParameters.WriteNumber(json, "anomaly_window_points", result.AnomalyWindow);
        if (result.Confidence is { } confidence)
        {
            json.WriteStartObject("confidence");
            json.WriteNumber("incidents", confidence.Incidents);
            json.WriteNumber("resamples", confidence.Resamples);
            JsonParameters.WriteNumber(json, "coverage", confidence.Coverage);
            JsonParameters.WriteNumber(json, "chosen_share", confidence.ChosenShare);
            JsonParameters.WriteNumber(json, "tied_share", confidence.TiedShare);
            JsonParameters.WriteNumber(json, "score_low", confidence.Score.Low);
            JsonParameters.WriteNumber(json, "score_high", confidence.Score.High);
            JsonParameters.WriteNumber(json, "gain_low", confidence.Gain.Low);
            JsonParameters.WriteNumber(json, "gain_high", confidence.Gain.High);
            json.WriteBoolean("leaves_default", confidence.LeavesDefault);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("confidence");
        }

        if (result.TrainingAlerts is { } alarms)
        {
            json.WriteStartObject("training_alarms");
            JsonParameters.WriteNumber(json, "per_week", alarms.PerWeek);
            JsonParameters.WriteTexts(json, "starts", alarms.Starts.Select(JsonParameters.Iso));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("training_alarms");
        }
    }
}
