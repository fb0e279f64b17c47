using System.Globalization;
using System.Text.Json;
using Detectkit.Alerting;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Engine.Tests.Golden;

/// <summary>Recorded decisions of the running reference: whether the rule holds at the newest timestamp, whatever cooldown and state make of it.</summary>
public class GoldenAlertTests
{
    private const int LeastDecisions = 150;
    private const int LeastSteps = 150;

    [RecordedFact]
    public void The_rule_agrees_with_every_recorded_decision_that_a_grid_can_hold() =>
        Agrees("alert-decisions", LeastDecisions, recorded => [(recorded.GetProperty("expect"), [.. recorded.GetProperty("detections").EnumerateArray()])]);

    [RecordedFact]
    public void The_rule_agrees_with_every_step_of_the_recorded_scenarios() =>
        Agrees("alert-scenarios", LeastSteps, recorded =>
        {
            var steps = recorded.GetProperty("steps").EnumerateArray().ToList();
            return steps.Select((step, i) => (step.GetProperty("expect"), steps.Take(i + 1).SelectMany(Written).ToList()));
        });

    private static IEnumerable<JsonElement> Written(JsonElement step) => step.TryGetProperty("new_detections", out var rows) ? rows.EnumerateArray() : [];

    private static void Agrees(string folder, int least, Func<JsonElement, IEnumerable<(JsonElement Expected, List<JsonElement> Rows)>> steps)
    {
        var (compared, wrong) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Recorded.Golden, "pipeline", folder), "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var recorded in document.RootElement.EnumerateArray())
            {
                foreach (var (expected, rows) in steps(recorded))
                {
                    foreach (var (block, decision) in Decisions(expected))
                    {
                        if (GridOf(recorded, decision, rows) is { } grid)
                        {
                            compared++;
                            var holds = Rule(recorded.GetProperty("blocks")[block]).Alerts(grid)[^1];
                            if (holds != (decision.GetProperty("outcome").GetString() == "anomaly"))
                            {
                                wrong.Add(FormattableString.Invariant($"{recorded.GetProperty("id")} {recorded.GetProperty("title")}, block {block}, {decision.GetProperty("last_point")}"));
                            }
                        }
                    }
                }
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(compared, least, int.MaxValue);
    }

    // A block in cooldown, suppressed, without data or with an error was not asked for the rule.
    private static IEnumerable<(int Block, JsonElement Decision)> Decisions(JsonElement expected)
    {
        if (!expected.TryGetProperty("events", out var events))
        {
            yield break;
        }

        foreach (var decision in events.EnumerateArray())
        {
            var isAsked = decision.GetProperty("outcome").GetString() is "anomaly" or "none" or "recovery";
            if (isAsked && !(decision.TryGetProperty("in_cooldown", out var cooldown) && cooldown.GetBoolean()))
            {
                yield return (decision.GetProperty("block").GetInt32(), decision);
            }
        }
    }

    private static AlertRule Rule(JsonElement block)
    {
        int Whole(string name, int standard) => block.TryGetProperty(name, out var value) ? value.GetInt32() : standard;
        var direction = block.TryGetProperty("direction", out var text) ? Enum.Parse<AlertDirection>(text.GetString()!, ignoreCase: true) : AlertDirection.Same;
        return new AlertRule(Whole("min_detectors", 1), Whole("consecutive_anomalies", 3), direction)
        {
            Window = block.TryGetProperty("window_points", out var points) ? new AnomalyWindow(points.GetInt32(), block.GetProperty("min_anomaly_share").GetDouble()) : null,
        };
    }

    // The stored rows on the grid of their newest timestamp; null for rows that no series has: off the grid, or an anomaly without a side.
    private static List<DetectionResult>? GridOf(JsonElement recorded, JsonElement decision, List<JsonElement> stored)
    {
        var interval = Seconds(recorded.GetProperty("metric").GetProperty("interval")) * TimeSpan.TicksPerSecond;
        var last = Time(decision, "last_point");
        var rows = stored.SelectMany(Repeated).Where(r => r.Timestamp <= last).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var (oldest, newest) = (rows.Min(r => r.Timestamp), rows.Max(r => r.Timestamp));
        if (rows.Exists(r => (newest - r.Timestamp).Ticks % interval != 0 || (r.IsAnomaly && r.Side is null)))
        {
            return null;
        }

        var count = (int)((newest - oldest).Ticks / interval) + 1;
        return [.. rows.GroupBy(r => r.Detector).OrderBy(g => g.Key, StringComparer.Ordinal).Select(group =>
        {
            var (verdicts, severity) = (new Verdict[count], new double[count]);

            // The newest row of a detector and timestamp counts.
            foreach (var row in group.OrderBy(r => r.Created))
            {
                var i = (int)((row.Timestamp - oldest).Ticks / interval);
                (verdicts[i], severity[i]) = (row.IsAnomaly ? row.Side!.Value : Verdict.Normal, row.Severity);
            }

            return new DetectionResult(group.First().Name, severity, severity, severity, severity, verdicts);
        })];
    }

    private static long Seconds(JsonElement interval) =>
        interval.ValueKind == JsonValueKind.Number ? interval.GetInt64() : IntervalText.Seconds(interval.GetString()!)!.Value;

    private static IEnumerable<Row> Repeated(JsonElement row)
    {
        var repeat = row.TryGetProperty("repeat", out var count) ? count.GetInt32() : 1;
        var step = TimeSpan.FromSeconds(row.TryGetProperty("step_seconds", out var seconds) ? seconds.GetDouble() : 0);
        var (side, severity) = Metadata(row.GetProperty("detection_metadata").GetString());
        for (var i = 0; i < repeat; i++)
        {
            yield return new Row(
                Time(row, "timestamp") + (i * step), Time(row, "created_at") + (i * step), row.GetProperty("detector_id").GetString()!, row.GetProperty("detector_name").GetString()!,
                row.GetProperty("is_anomaly").GetBoolean(), side, severity);
        }
    }

    private static (Verdict? Side, double Severity) Metadata(string? text)
    {
        try
        {
            using var document = JsonDocument.Parse(text ?? "");
            var root = document.RootElement;
            var direction = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("direction", out var word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;
            var severity = root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("severity", out var value) ? 0
                : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
                : value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number) ? number : 0;
            return (direction switch { "above" => Verdict.Above, "below" => Verdict.Below, _ => null }, severity);
        }
        catch (JsonException)
        {
            return (null, 0);
        }
    }

    private static DateTime Time(JsonElement row, string name) =>
        DateTime.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private sealed record Row(DateTime Timestamp, DateTime Created, string Detector, string Name, bool IsAnomaly, Verdict? Side, double Severity);
}
