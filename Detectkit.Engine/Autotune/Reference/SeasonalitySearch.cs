using Detectkit.Configuration;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Reference;

/// <summary>Chooses seasonality components by forward selection with a mad probe.</summary>
internal static class SeasonalitySearch
{
    private const string Unsupported = "is_holiday";

    public sealed record Choice(ValueList<SeasonalityComponent>? Components, Decision Log);

    /// <summary>Runs the search with a probe as long as the context; null where not even the probe without seasonality can be evaluated.</summary>
    public static Choice? Run(MetricSeries series, ValueList<string>? allowed, int contextEnd, CandidateEvaluator evaluator, out string? failure)
    {
        failure = null;
        if (evaluator.IsPinned("seasonality_components"))
        {
            return new Choice(null, new Decision(TuningStage.Seasonality, "seasonality_components pinned by fixed_params — not searched"));
        }

        var available = series.Columns.Where(c => c.Name != Unsupported && (allowed is null || allowed.Contains(c.Name))).ToList();
        if (available.Count == 0)
        {
            return new Choice(null, new Decision(TuningStage.Seasonality, "no seasonality columns available — using none"));
        }

        var columns = available.Where(c => c.Labels.Count > 1).ToList();
        if (columns.Count == 0)
        {
            return new Choice(null, new Decision(TuningStage.Seasonality, "no informative seasonality columns — using none"));
        }

        var probe = ProbeParameters(contextEnd);
        if (evaluator.Evaluate(DetectorType.Mad, probe, out failure) is not { } baseline)
        {
            return null;
        }

        var validPoints = series.Count - series.Report.MissingPoints;
        return Select(columns, validPoints, probe, baseline.Score, evaluator);
    }

    private static Choice Select(List<SeasonalityColumn> columns, int validPoints, ParameterSet probe, double baseline, CandidateEvaluator evaluator)
    {
        var chosen = ValueList.Create<SeasonalityComponent>([]);
        var current = baseline;
        var tested = "none";
        while (true)
        {
            SeasonalityComponent[]? best = null;
            var bestScore = double.NegativeInfinity;
            foreach (var move in Moves(columns, chosen))
            {
                var components = move.ToValueList();
                if (components.All(c => HoldsEnough(c, columns, validPoints))
                    && evaluator.Evaluate(DetectorType.Mad, probe.With("seasonality_components", DetectorParameters.ValueOf(components)), out _) is { } candidate
                    && candidate.Score > bestScore)
                {
                    (best, bestScore) = (move, candidate.Score);
                }
            }

            if (best is not null)
            {
                tested += ", " + string.Join(", ", best.Select(c => c.ToString()));
            }

            if (best is null || !(bestScore > current + SearchSpace.MinImprovement))
            {
                break;
            }

            (chosen, current) = (best.ToValueList(), bestScore);
        }

        var message = chosen.Count == 0
            ? $"tested {tested} — chose none (no improvement over baseline)"
            : $"chose {string.Join(", ", chosen)} (score {FixedNotation.Format(baseline, 3)} → {FixedNotation.Format(current, 3)})";
        return new Choice(chosen.Count == 0 ? null : chosen, new Decision(TuningStage.Seasonality, message));
    }

    // Every unused column as a component of its own, then merged into the last one.
    private static IEnumerable<SeasonalityComponent[]> Moves(List<SeasonalityColumn> columns, ValueList<SeasonalityComponent> chosen)
    {
        var used = chosen.SelectMany(c => c.Columns).ToHashSet(StringComparer.Ordinal);
        foreach (var column in columns.Where(c => !used.Contains(c.Name)))
        {
            yield return [.. chosen, SeasonalityComponent.Create(column.Name)];
            if (chosen.Count > 0)
            {
                var merged = new SeasonalityComponent([.. chosen[^1].Columns, column.Name], true);
                yield return [.. chosen.Take(chosen.Count - 1), merged];
            }
        }
    }

    private static bool HoldsEnough(SeasonalityComponent component, List<SeasonalityColumn> columns, int validPoints)
    {
        var groups = component.Columns.Aggregate(1.0, (product, name) => product * columns.First(c => c.Name == name).Labels.Count);
        return validPoints / groups >= SearchSpace.PointsPerSeason;
    }

    private static ParameterSet ProbeParameters(int contextEnd)
    {
        var window = contextEnd > 0 ? contextEnd : SearchSpace.BaseWindow;
        return ParameterSet.Empty
            .With("window_size", ParameterValue.From(window))
            .With("min_samples", ParameterValue.From(Math.Min(window, SearchSpace.ProbeMinSamples)));
    }
}
