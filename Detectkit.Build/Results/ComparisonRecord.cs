using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;

namespace Detectkit.Build.Results;

/// <summary>The part of a run record that says what became of the proposal, and by which figures.</summary>
internal static class ComparisonRecord
{
    /// <summary>Writes it, as <c>decision</c> and <c>comparison</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="search">The tuning with its evidence.</param>
    public static void Write(Utf8JsonWriter json, TuningOutcome search)
    {
        if (search.Decision is { } decision)
        {
            json.WriteStartObject("decision");
            json.WriteString("kind", decision.Kind switch { AdoptionKind.Change => "change", AdoptionKind.Keep => "keep", _ => "trade_off" });
            json.WriteString("reason", decision.Reason);
            json.WriteBoolean("is_labelled", search.IsLabelled);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("decision");
        }

        JsonParameters.WriteTexts(json, "notes", search.Notes);
        JsonParameters.WriteNumber(json, "band_width_after_incidents_before", search.WidthAfterIncidentsBefore);
        JsonParameters.WriteNumber(json, "band_width_after_incidents_after", search.WidthAfterIncidentsAfter);
        json.WriteStartObject("comparison");
        Write(json, "whole_history", search.Whole);
        Write(json, "hold_out", search.HeldOut);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ComparedFigures? figures)
    {
        if (figures is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("incidents", figures.Incidents);
        json.WriteNumber("caught_before", figures.CaughtBefore);
        json.WriteNumber("caught_after", figures.CaughtAfter);
        json.WriteString("caught", Word(figures.Caught));
        JsonParameters.WriteNumber(json, "minutes_to_detect_before", figures.MinutesBefore);
        JsonParameters.WriteNumber(json, "minutes_to_detect_after", figures.MinutesAfter);
        json.WriteString("time_to_detect", Word(figures.TimeToDetect));
        JsonParameters.WriteNumber(json, "alerts_per_week_before", figures.AlertsPerWeekBefore);
        JsonParameters.WriteNumber(json, "alerts_per_week_after", figures.AlertsPerWeekAfter);
        JsonParameters.WriteNumber(json, "alerts_difference_low", figures.AlertsDifference.Low);
        JsonParameters.WriteNumber(json, "alerts_difference_high", figures.AlertsDifference.High);
        json.WriteString("alerts", Word(figures.Alerts));
        json.WriteEndObject();
    }

    private static string Word(FigureChange change) => change switch { FigureChange.Better => "better", FigureChange.Worse => "worse", _ => "same" };
}
