using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>What the reference refuses is an error at the recorded line; what it accepts is none.</summary>
public class ReferenceVerdictTests
{
    private const string ScoringMetricOfALaterVersion = "cases/143_autotune_scoring_event_f1.yml";

    /// <summary>Where the specification says less than the reference accepts, a diagnostic is given, but for these: there is nothing to say of them.</summary>
    private static readonly string[] AcceptedInSilence = ["cases/111_cooldown_zero.yml", "cases/163_nested_metric_form.yml"];

    public static TheoryData<string> Cases()
    {
        var data = new TheoryData<string>();
        if (Recorded.SharedRoot is not null)
        {
            using var cases = Open();
            data.AddRange(cases.RootElement.EnumerateArray().Select(c => c.GetProperty("file").GetString()!).ToArray());
        }

        return data;
    }

    [RecordedTheory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_the_recorded_verdict(string file)
    {
        using var cases = Open();
        var recorded = cases.RootElement.EnumerateArray().Single(c => c.GetProperty("file").GetString() == file);
        var findings = FindingsOf(recorded, file);
        var errors = findings.Where(f => f.Rule.Severity == FindingSeverity.Error).ToList();
        if (file == ScoringMetricOfALaterVersion)
        {
            Assert.Equal("accept", recorded.GetProperty("later").GetProperty("verdict").GetString());
            Assert.Empty(errors);
        }
        else if (recorded.GetProperty("verdict").GetString() == "accept")
        {
            Assert.Empty(errors);
            if (recorded.TryGetProperty("conflict", out _) && !AcceptedInSilence.Contains(file))
            {
                Assert.NotEmpty(findings);
            }
        }
        else
        {
            var lines = new[] { recorded.GetProperty("line") }
                .Concat(recorded.TryGetProperty("line_also", out var also) ? also.EnumerateArray() : [])
                .Select(l => l.GetInt32())
                .ToList();
            Assert.Contains(errors, e => lines.Contains(e.Span.Start.Line));
            Assert.All(errors, e => Assert.Contains(e.Span.Start.Line, lines));
        }
    }

    private static ValueList<Finding> FindingsOf(JsonElement recorded, string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Recorded.Golden, "config-cases", file));
        return recorded.GetProperty("kind").GetString() == "metric"
            ? MetricReader.Read(file, bytes).Findings
            : LabelReader.Read(file, bytes).For(recorded.GetProperty("metric_name").GetString()!).Findings;
    }

    private static JsonDocument Open() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Recorded.Golden, "config-cases", "cases.json")));
}
