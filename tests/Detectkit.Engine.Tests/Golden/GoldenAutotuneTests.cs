using System.Globalization;
using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Golden;

public class GoldenAutotuneTests
{
    private const string HourAndDayOfWeek = "[[hour, day_of_week]], window of 288: ";

    /// <summary>Candidates whose scores only the order of a floating-point sum decides, by run and detector id; everything else of them must agree.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> DecidedBySumOrder = new(StringComparer.Ordinal)
    {
        ["art_daily_perfect_square_wave.unsupervised"] = new() { ["9ce9124e7715c314"] = "[hour, day_of_week], window of 100" },
        ["ec2_cpu_utilization_77c1ca.unsupervised"] = new()
        {
            ["15b2abc7036ae3ca"] = HourAndDayOfWeek + "threshold 3",
            ["7775e077248470df"] = HourAndDayOfWeek + "threshold 2.5",
            ["207ded01bdf526e1"] = HourAndDayOfWeek + "threshold 3.5",
            ["9ea0486ba1af4f90"] = HourAndDayOfWeek + "threshold 4",
            ["72e199320bbd3b8c"] = HourAndDayOfWeek + "threshold 4, exponential weights",
            ["a1de8b6056625a77"] = "[[hour, day_of_week]], window of 100, exponential weights",
        },
        ["twitter_volume_ups.unsupervised"] = new() { ["c49f262c51d64713"] = HourAndDayOfWeek + "threshold 3, exponential weights" },
        ["twitter_volume_ko.unsupervised"] = new() { ["e8c973d348087d42"] = "[hour, day_of_week], window of 100, exponential weights" },
    };

    public static TheoryData<string, string> Runs()
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in Recorded.SharedRoot is null ? [] : new[] { "autotune", "autotune-settings", "synthetic" })
        {
            foreach (var name in Names(Path.Combine(Recorded.Golden, folder)))
            {
                data.Add(folder, name);
            }
        }

        if (!data.Any())
        {
            data.Add("none", "none");
        }

        return data;
    }

    public static TheoryData<string> RunsInTheRepository() => [.. Names(GoldenRun.InTheRepository)];

    [RecordedTheory]
    [MemberData(nameof(Runs))]
    public void A_recorded_run_is_reproduced(string folder, string name) =>
        Reproduce(Path.Combine(Recorded.Golden, folder), folder == "synthetic" ? Path.Combine(Recorded.Golden, folder) : Path.Combine(Recorded.Corpus, "nab"), name);

    [Theory]
    [MemberData(nameof(RunsInTheRepository))]
    public void A_run_recorded_in_the_repository_is_reproduced(string name) => Reproduce(GoldenRun.InTheRepository, GoldenRun.InTheRepository, name);

    private static void Reproduce(string folder, string data, string name)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name + ".json")));
        var root = golden.RootElement;
        var outcome = TuningPipeline.Search(GoldenRun.Request(root, data, name));
        if (root.TryGetProperty("error", out var error))
        {
            Assert.Null(outcome.Result);
            Assert.EndsWith(outcome.Failure!, error.GetString(), StringComparison.Ordinal);
            return;
        }

        Assert.Null(outcome.Failure);
        var result = outcome.Result!;
        CompareCandidates(root, result, DecidedBySumOrder.GetValueOrDefault(name, []));
        Assert.Equal(root.GetProperty("decision_log").EnumerateArray().Select(e => e.GetString()), result.DecisionLog.Select(d => d.ToString()));
        Assert.Equal(root.GetProperty("mode").GetString(), result.Mode == TuningMode.Supervised ? "supervised" : "unsupervised");
        Assert.Equal(root.GetProperty("n_points").GetInt32(), result.Points);
        Assert.Equal(root.GetProperty("cv_context_end").GetInt32(), result.ContextEnd);
        Assert.Equal(
            root.GetProperty("cv_folds").EnumerateArray().Select(f => new PointRange(f[0].GetInt32(), f[1].GetInt32())), result.Folds);
        Assert.Equal(root.GetProperty("training_start").GetString(), RunId.Iso(result.TrainingStart));
        Assert.Equal(root.GetProperty("training_end").GetString(), RunId.Iso(result.TrainingEnd));
        var labels = root.GetProperty("labels_summary");
        Assert.Equal(
            new LabelsSummary(labels.GetProperty("intervals").GetInt32(), labels.GetProperty("points").GetInt32(), labels.GetProperty("positive_grid_points").GetInt32()),
            result.Labels);
        Assert.Equal(GoldenParameters.Type(root.GetProperty("detector_type").GetString()!), result.Winner.Detector.Type);
        Assert.Equal(GoldenParameters.Read(root.GetProperty("params")), result.Parameters);
        Assert.Equal(root.GetProperty("detector_id").GetString(), result.Winner.Id);
        Assert.Equal(root.GetProperty("consecutive_anomalies").ValueKind == JsonValueKind.Null ? null : root.GetProperty("consecutive_anomalies").GetInt32(), result.ConsecutiveAnomalies);
        Assert.Equal(root.GetProperty("run_id").GetString(), result.RunId);
        CompareVotes(root, result);
    }

    private static IEnumerable<string> Names(string folder) => Directory.EnumerateFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    private static void CompareCandidates(JsonElement root, AutotuneResult result, Dictionary<string, string> exceptions)
    {
        var expected = root.GetProperty("candidates").EnumerateArray().ToList();
        Assert.Equal(expected.Select(e => e.GetProperty("id").GetString()), result.Candidates.Select(c => c.Id));
        Assert.Equal(root.GetProperty("n_candidates").GetInt32(), result.Candidates.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var candidate = result.Candidates[i];
            Assert.Equal(GoldenParameters.Read(expected[i].GetProperty("params")), candidate.Parameters);
            if (exceptions.ContainsKey(candidate.Id))
            {
                continue;
            }

            Close(expected[i].GetProperty("score").GetDouble(), candidate.Score, i);
            var folds = expected[i].GetProperty("per_fold").EnumerateArray().Select(f => f.GetDouble()).ToList();
            Assert.Equal(folds.Count, candidate.FoldScores.Count);
            for (var fold = 0; fold < folds.Count; fold++)
            {
                Close(folds[fold], candidate.FoldScores[fold], i);
            }
        }
    }

    private static void CompareVotes(JsonElement root, AutotuneResult result)
    {
        var expected = root.GetProperty("group_votes").EnumerateArray().ToList();
        Assert.Equal(expected.Select(e => e.GetProperty("group")[0].GetString()), result.GroupVotes.Select(v => v.Group));
        for (var i = 0; i < expected.Count; i++)
        {
            var (features, actual) = (expected[i].GetProperty("features"), result.GroupVotes[i].Features);
            Assert.Equal(features.GetProperty("n").GetDouble(), actual.Count);
            Close(features.GetProperty("skewness").GetDouble(), actual.Skewness, i);
            Close(features.GetProperty("excess_kurtosis").GetDouble(), actual.ExcessKurtosis, i);
            Close(features.GetProperty("outlier_fraction").GetDouble(), actual.OutlierFraction, i);
            Close(features.GetProperty("heavy_tail_ratio").GetDouble(), actual.HeavyTailRatio, i);
            Close(features.GetProperty("zero_inflation").GetDouble(), actual.ZeroInflation, i);
            Close(features.GetProperty("normality").GetDouble(), actual.Normality, i);
            Assert.Equal(
                expected[i].GetProperty("ranked_types").EnumerateArray().Select(t => GoldenParameters.Type(t[0].GetString()!)),
                result.GroupVotes[i].Ranking.Select(r => r.Key));
        }
    }

    // Recorded figures carry the reference's own rounding, which is what the specification allows 1e-9 for.
    private static void Close(double expected, double actual, int at) => Assert.True(
        Math.Abs(expected - actual) <= 1e-9 * Math.Max(1, Math.Abs(expected)), string.Create(CultureInfo.InvariantCulture, $"[{at}] recorded {expected:R}, ours {actual:R}"));
}
