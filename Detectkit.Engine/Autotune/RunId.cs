using System.Globalization;
using System.Text;
using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>Python detectkit's identity of a tuning outcome: a hash over what was found and on what.</summary>
internal static class RunId
{
    private const int HexDigits = 6;
    private const int TypicalLength = 512;

    /// <summary>Six hex digits over compact JSON with sorted keys.</summary>
    public static string Create(
        string metric,
        DetectorType type,
        ParameterSet parameters,
        LabelsSummary labels,
        ScoringMetric scoring,
        ValueList<SeasonalityComponent>? seasonality,
        DateTime trainingStart,
        DateTime trainingEnd,
        ValueList<Candidate>? partners = null)
    {
        var json = new StringBuilder("{\"detector_params\":{", TypicalLength);
        var sorted = parameters.ToArray();
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        for (var i = 0; i < sorted.Length; i++)
        {
            json.Append(i == 0 ? "\"" : ",\"").Append(sorted[i].Key).Append("\":");
            ParameterText.AppendJson(json, sorted[i].Value);
        }

        json.Append("},\"detector_type\":\"").Append(DetectorTypeName.Of(type));
        json.Append(
            CultureInfo.InvariantCulture,
            $"\",\"labels\":{{\"intervals\":{labels.Intervals},\"points\":{labels.Points},\"positive_grid_points\":{labels.PositiveGridPoints}}},\"metric\":");
        ParameterText.AppendJson(json, ParameterValue.From(metric));

        // Python detectkit proposes one detector only; its identity is the one without this key.
        if (partners is { Count: > 0 })
        {
            json.Append(",\"partners\":[").AppendJoin(',', partners.Select(p => "\"" + p.Id + "\"")).Append(']');
        }

        json.Append(",\"scoring_metric\":\"").Append(ScoringMetricName.Format(scoring)).Append("\",\"seasonality\":");
        ParameterText.AppendJson(json, seasonality is null ? ParameterValue.Null : DetectorParameters.ValueOf(seasonality));
        json.Append(",\"training_end\":\"").Append(Iso(trainingEnd)).Append("\",\"training_start\":\"").Append(Iso(trainingStart)).Append("\"}");
        return IdentityText.Hash(json, HexDigits);
    }

    /// <summary>ISO 8601 as Python writes it: a fraction only where there is one, then of six digits.</summary>
    public static string Iso(DateTime stamp) => stamp.ToString(
        stamp.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
