using System.Buffers;
using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Reference;

/// <summary>Searches the parameters of each shortlisted detector, one axis after the other.</summary>
internal static class GridSearch
{
    public sealed record Choice(Candidate? Best, ValueList<Decision> Log);

    public static Choice Run(
        ValueList<DetectorType> types, ValueList<int> windows, ValueList<SeasonalityComponent>? seasonality, bool hasTrend, CandidateEvaluator evaluator, int threads)
    {
        Candidate? Search(DetectorType type, CandidateEvaluator on) =>
            Fitting(windows, type) is { Count: > 0 } fitting ? new TypeSearch(type, fitting, on).Run(seasonality, hasTrend) : null;

        // No type asks what another has found; but ranked statistics are read off one pass, which two threads would have to make twice.
        var isApart = threads > 1 && types.Count > 1 && types.Any(t => !DetectorConfig.WindowOf(t).Statistics.IsRanked());
        var apart = new (Candidate? Found, IReadOnlyList<Candidate> Evaluated)[isApart ? types.Count : 0];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = evaluator.Cancellation };
        Parallel.For(0, apart.Length, options, t => apart[t] = evaluator.Apart(on => Search(types[t], on)));
        Candidate? best = null;
        var log = new List<Decision>();
        for (var t = 0; t < types.Count; t++)
        {
            var type = types[t];
            evaluator.Expect(types.Skip(t + 1));
            var name = DetectorTypeName.Of(type);
            var floor = DetectorConfig.WindowOf(type).MinSamplesFloor;
            if (Fitting(windows, type).Count == 0)
            {
                log.Add(new Decision(TuningStage.GridSearch, $"{name}: no window in [{string.Join(", ", windows)}] fits min-samples floor {floor.ToString(CultureInfo.InvariantCulture)}, skipped"));
                continue;
            }

            if (apart.Length > 0)
            {
                evaluator.Adopt(apart[t].Evaluated);
            }

            if ((apart.Length > 0 ? apart[t].Found : Search(type, evaluator)) is { } found)
            {
                log.Add(new Decision(TuningStage.GridSearch, Describe(name, found)));
                best = Better(best, found);
            }

            if (evaluator.Evaluated.Count >= SearchSpace.MaxCandidates)
            {
                log.Add(new Decision(TuningStage.GridSearch, "reached max_candidates=" + SearchSpace.MaxCandidates.ToString(CultureInfo.InvariantCulture)));
                break;
            }
        }

        return new Choice(best, log.ToValueList());
    }

    private static Candidate Better(Candidate? best, Candidate found) => best is null || found.Score > best.Score ? found : best;

    private static ValueList<int> Fitting(ValueList<int> windows, DetectorType type)
    {
        var floor = DetectorConfig.WindowOf(type).MinSamplesFloor;
        return windows.Where(w => w >= floor).ToValueList();
    }

    private static string Describe(string name, Candidate found)
    {
        var detector = (WindowedDetector)found.Detector;
        var threshold = found.Parameters.Find("threshold") is IntegerValue whole
            ? whole.Value.ToString(CultureInfo.InvariantCulture)
            : PythonNumber.Repr(detector.Threshold);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: best score {FixedNotation.Format(found.Score, 3)} (threshold={threshold}, window_size={detector.WindowSize})");
    }

    // The axes of one detector type.
    private sealed class TypeSearch(DetectorType type, ValueList<int> fitting, CandidateEvaluator evaluator)
    {
        private readonly int floor = DetectorConfig.WindowOf(type).MinSamplesFloor;
        private ParameterSet accepted = ParameterSet.Empty;
        private Candidate best = null!;

        public Candidate? Run(ValueList<SeasonalityComponent>? seasonality, bool hasTrend)
        {
            var window = fitting[fitting.Count / 2];
            if (seasonality is not null)
            {
                accepted = accepted.With("seasonality_components", DetectorParameters.ValueOf(seasonality));
            }

            accepted = accepted
                .With("threshold", ParameterValue.From(DetectorConfig.WindowOf(type).Threshold))
                .With("window_size", ParameterValue.From(window))
                .With("min_samples", ParameterValue.From(SearchSpace.MinSamplesFor(window, floor)));
            if (evaluator.Evaluate(type, accepted, out _) is not { } start)
            {
                return null;
            }

            best = start;
            TryThresholds();
            if (!evaluator.IsPinned("window_weights"))
            {
                TryOption("window_weights", "exponential");
            }

            if (hasTrend && !evaluator.IsPinned("detrend"))
            {
                TryOption("detrend", "linear");
            }

            return SelectWindow();
        }

        private void TryThresholds()
        {
            if (evaluator.IsPinned("threshold"))
            {
                return;
            }

            foreach (var threshold in DetectorConfig.WindowOf(type).SearchedThresholds)
            {
                var value = ParameterValue.From(threshold);
                if (!value.Equals(accepted.Find("threshold")))
                {
                    Adopt(accepted.With("threshold", value), 0);
                }
            }
        }

        private void TryOption(string name, string option) => Adopt(accepted.With(name, ParameterValue.From(option)), SearchSpace.MinImprovement);

        private void Adopt(ParameterSet parameters, double gain)
        {
            if (evaluator.Evaluate(type, parameters, out _) is { } candidate && candidate.Score > best.Score + gain)
            {
                (accepted, best) = (parameters, candidate);
            }
        }

        // The largest window that scores about as well as the best one: it is the steadier choice.
        private Candidate SelectWindow()
        {
            var tried = new List<Candidate>();
            foreach (var window in fitting)
            {
                var parameters = accepted
                    .With("window_size", ParameterValue.From(window))
                    .With("min_samples", ParameterValue.From(SearchSpace.MinSamplesFor(window, floor)));
                if (evaluator.Evaluate(type, parameters, out _) is { } candidate)
                {
                    tried.Add(candidate);
                }
            }

            if (tried.Count == 0)
            {
                return best;
            }

            var top = tried.Max(c => c.Score);
            var chosen = tried.Last(c => c.Score >= top - SearchSpace.WindowTolerance);
            return chosen.Score >= best.Score - SearchSpace.WindowTolerance ? chosen : best;
        }
    }
}

/// <summary>Decides whether detrending is worth trying: the medians of the series' halves differ by more than twice the robust standard deviation.</summary>
internal static class TrendTest
{
    public static bool HasTrend(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        if (n < SearchSpace.PointsForTrend)
        {
            return false;
        }

        var buffer = ArrayPool<double>.Shared.Rent(n);
        values.CopyTo(buffer);
        var all = buffer.AsSpan(0, n);
        var shift = Math.Abs(Median.InPlace(all[(n / 2)..]) - Median.InPlace(all[..(n / 2)]));
        var deviation = Median.DeviationInPlace(all, Median.InPlace(all));
        ArrayPool<double>.Shared.Return(buffer);
        return deviation == 0 ? shift != 0 : shift > SearchSpace.TrendShift * NormalDistribution.MadToSigma * deviation;
    }
}
