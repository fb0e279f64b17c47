using BenchmarkDotNet.Attributes;
using Detectkit.Autotune.Reference;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>A judged series scored fold by fold: as the search does it, and by the definitions of the scores.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    private const int Points = 10_000;
    private const int Folds = 5;
    private const int PointsPerIncident = 500;
    private const int IncidentLength = 12;
    private const double Tolerance = 1e-12;

    private SeriesAnalysis analysis = null!;
    private Judgement judgement = null!;
    private ValueList<PointRange> folds = null!;
    private GroundTruth truth = null!;
    private FoldScoring scoring = null!;

    /// <summary>The score; the last is that of a series without labels.</summary>
    [Params("mcc", "event_f1", "roc_auc", "pr_auc", "objective")]
    public string Score { get; set; } = "";

    /// <summary>Makes a judged series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var values = KernelTable.Made(Points);
        for (var i = 0; i < Points; i++)
        {
            values[i] += IsMarked(i) ? 60 : 0;
        }

        var series = MadeMetricSeries.Of(values);
        var incidents = Enumerable.Range(0, Points)
            .Where(i => Score != "objective" && IsMarked(i) && !IsMarked(i - 1))
            .Select(i => new Incident(series.StampAt(i), series.StampAt(i + IncidentLength - 1), false, null, SourcePosition.Start));
        truth = GroundTruth.Mark(new IncidentLabels(null, "UTC", incidents.ToValueList()), series);
        folds = CrossValidationPlan.Create(Points, series.IntervalSeconds, Folds, null, out _)!.Folds;
        var metric = Score switch
        {
            "event_f1" => ScoringMetric.EventF1,
            "roc_auc" => ScoringMetric.RocAuc,
            "pr_auc" => ScoringMetric.PrAuc,
            _ => ScoringMetric.Mcc,
        };
        scoring = new FoldScoring(folds, truth, metric, 1);
        analysis = new SeriesAnalysis(series);
        judgement = Judgement.Of(new MadDetector { WindowSize = 288 }, analysis);
        Agreement.Within(Tolerance, Definitions(), scoring.Score(judgement).ToArray());
    }

    /// <summary>Gives pooled arrays back.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        judgement.Dispose();
        analysis.Dispose();
    }

    /// <summary>Each fold by the definition.</summary>
    /// <returns>The mean score.</returns>
    [Benchmark(Baseline = true)]
    public double Definition() => Definitions().Average();

    /// <summary>The search's scoring.</summary>
    /// <returns>The score of all folds.</returns>
    [Benchmark]
    public double FoldByFold() => FoldScoring.Aggregate(scoring.Score(judgement)).Score;

    private static bool IsMarked(int point) => point >= 0 && point % PointsPerIncident >= PointsPerIncident - IncidentLength;

    private double[] Definitions()
    {
        var scores = new double[folds.Count];
        for (var f = 0; f < folds.Count; f++)
        {
            var fold = folds[f];
            var (flags, distances, labels) = (new List<bool>(), new List<double>(), new List<bool>());
            for (var p = 0; p < judgement.Count; p++)
            {
                if (judgement.Points[p] >= fold.Start && judgement.Points[p] < fold.End)
                {
                    flags.Add(judgement.Flags[p]);
                    distances.Add(judgement.Distances[p]);
                    labels.Add(truth.Marked[judgement.Points[p]]);
                }
            }

            scores[f] = new PlainScores([.. flags], [.. distances], [.. labels]).Of(Score);
        }

        return scores;
    }
}
