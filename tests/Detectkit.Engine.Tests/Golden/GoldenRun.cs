using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Engine.Tests.Golden;

/// <summary>Rebuilds the input of a recorded tuning run from its settings.</summary>
internal static class GoldenRun
{
    /// <summary>The cap of the runs named so; their settings do not tell.</summary>
    private const int RecordedHistoryCap = 2500;

    /// <summary>Ten small runs over made series, for whoever has no other recorded data.</summary>
    public static string InTheRepository { get; } = Path.Combine(Recorded.RepositoryRoot, "tests", "Detectkit.Engine.Tests", "Golden", "Runs");

    public static SearchRequest Request(JsonElement root, string home, string name)
    {
        var settings = root.GetProperty("settings");
        var metric = root.GetProperty("metric").GetString()!;
        var series = CsvSeries.Load(
            Path.Combine(home, settings.GetProperty("csv").GetString()!),
            settings.GetProperty("interval_seconds").GetInt32(),
            [.. settings.GetProperty("seasonality_columns").EnumerateArray().Select(c => c.GetString()!)]);
        return new SearchRequest(metric, series, Labels(settings, home), Settings(settings, name));
    }

    private static IncidentLabels Labels(JsonElement settings, string home)
    {
        if (!settings.TryGetProperty("labels", out var file) || file.ValueKind == JsonValueKind.Null)
        {
            return IncidentLabels.None;
        }

        var path = Path.Combine(home, file.GetString()!);
        var reading = LabelReader.Read(path, File.ReadAllText(path));
        return reading.Labels ?? throw new InvalidOperationException(string.Join("; ", reading.Findings));
    }

    private static AutotuneSettings Settings(JsonElement settings, string name)
    {
        var result = new AutotuneSettings();
        foreach (var property in settings.EnumerateObject())
        {
            result = property.Name switch
            {
                "scoring_metric" => result with { ScoringMetric = Metric(property.Value.GetString()!) },
                "beta" => result with { Beta = property.Value.GetDouble() },
                "folds" => result with { Folds = property.Value.GetInt32() },
                "detector_types" when property.Value.ValueKind == JsonValueKind.Array =>
                    result with { DetectorTypes = property.Value.EnumerateArray().Select(t => GoldenParameters.Type(t.GetString()!)).ToValueList() },
                "fixed_params" => result with { FixedParams = GoldenParameters.Read(property.Value) },
                "max_history" when property.Value.ValueKind == JsonValueKind.Number => result with { MaxHistory = property.Value.GetInt32() },
                _ => result,
            };
        }

        return name.EndsWith(".max_history", StringComparison.Ordinal) ? result with { MaxHistory = RecordedHistoryCap } : result;
    }

    private static ScoringMetric Metric(string name) => name switch
    {
        "mcc" => ScoringMetric.Mcc,
        "f1" => ScoringMetric.F1,
        "f_beta" => ScoringMetric.FBeta,
        "balanced_accuracy" => ScoringMetric.BalancedAccuracy,
        "roc_auc" => ScoringMetric.RocAuc,
        "pr_auc" => ScoringMetric.PrAuc,
        _ => throw new NotSupportedException(name),
    };
}
