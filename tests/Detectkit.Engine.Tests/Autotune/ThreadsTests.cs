using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Autotune.Reference;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Golden;
using Detectkit.Labels;
using Detectkit.Series;
using Detectkit.Tests;

namespace Detectkit.Engine.Tests.Autotune;

public class ThreadsTests
{
    [Theory]
    [InlineData(AutotuneStrategy.Robust, 2)]
    [InlineData(AutotuneStrategy.Robust, 5)]
    [InlineData(AutotuneStrategy.Reference, 2)]
    [InlineData(AutotuneStrategy.Reference, 5)]
    public void The_result_does_not_depend_on_the_number_of_threads(AutotuneStrategy strategy, int threads)
    {
        var random = new Random(3);
        double Value(int i) => random.NextDouble() + Math.Sin(i * Math.PI / 72) + (i % 500 is > 400 and < 408 ? 3 : 0);
        var values = Enumerable.Range(0, 5_000).Select(Value).ToArray();
        var series = MetricSeries.FromRows([.. values.Select((_, i) => i * 600_000L)], values, 600, ["hour", "day_of_week"]);
        var incidents = Enumerable.Range(1, 9).Select(k => new Incident(series.StampAt((k * 500) + 401), series.StampAt((k * 500) + 407), false, null, SourcePosition.Start));
        var request = new SearchRequest("orders", series, new IncidentLabels(null, "UTC", [.. incidents]), new AutotuneSettings { Strategy = strategy, HasAlerting = true });

        var alone = TuningPipeline.Search(request).Result!;
        var shared = TuningPipeline.Search(request with { Settings = request.Settings with { Threads = threads } }).Result!;

        Assert.True(alone.Candidates.Count >= 8, "several configurations are tried");
        Assert.Equal(alone, shared);
    }

    [Fact]
    public void A_search_apart_keeps_the_candidates_that_were_met_before_it()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 3_000).Select(_ => random.NextDouble()).ToArray();
        var series = MetricSeries.FromRows([.. values.Select((_, i) => i * 600_000L)], values, 600, []);
        var scoring = new FoldScoring([new PointRange(1_000, 3_000)], GroundTruth.Mark(IncidentLabels.None, series), ScoringMetric.Mcc, 1);
        using var analysis = new SeriesAnalysis(series);
        var evaluator = new CandidateEvaluator(analysis, scoring, ParameterSet.Empty, default);
        var (window, samples) = (ParameterValue.From(200), ParameterValue.From(20));

        var first = evaluator.Evaluate(DetectorType.Mad, ParameterSet.Empty.With("window_size", window).With("min_samples", samples), out _);
        var (found, met) = evaluator.Apart(e => e.Evaluate(DetectorType.Mad, ParameterSet.Empty.With("min_samples", samples).With("window_size", window), out _));

        // The order of parameters is hashed into the run's id.
        Assert.Same(first, found);
        Assert.Empty(met);
    }

    [RecordedTheory]
    [InlineData("nyc_taxi.supervised")]
    [InlineData("ec2_cpu_utilization_53ea38.unsupervised")]
    [InlineData("occupancy_t4013.supervised")]
    public void A_recorded_run_gives_the_same_on_two_threads(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Recorded.Golden, "autotune", name + ".json")));
        var request = GoldenRun.Request(json.RootElement, Path.Combine(Recorded.Corpus, "nab"), name);

        var shared = TuningPipeline.Search(request with { Settings = request.Settings with { Threads = 2 } });

        Assert.Equal(TuningPipeline.Search(request), shared);
    }
}
