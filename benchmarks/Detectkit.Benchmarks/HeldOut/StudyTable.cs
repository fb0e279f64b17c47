using Detectkit.Alerting;
using Detectkit.Autotune;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Tests;

namespace Detectkit.Benchmarks.HeldOut;

/// <summary>
/// What the strategy is made of, on the same cuts: what each ingredient and each thing that was left out changes, what labels gain, what
/// a hidden incident costs, how far the choice is from hindsight, and its numbers chosen together with each series left out in turn.
/// </summary>
internal static class StudyTable
{
    private static readonly HeldOutMethod Unlabelled = HeldOutMethod.Robust("no labels", AlertRules.Consecutive) with { WithLabels = false };
    private static readonly HeldOutMethod Labelled = HeldOutMethod.Robust("labels", AlertRules.Consecutive);
    private static readonly HeldOutMethod Windowed = HeldOutMethod.Robust("labels, window rules", AlertRules.Window);

    public static int Print(TextWriter output)
    {
        if (Recorded.SharedRoot is null)
        {
            output.WriteLine("The recorded reference data is not beside the repository.");
            return 1;
        }

        var cuts = HeldOutSeries.All();
        output.WriteLine("## What labels gain over the default, paired over series, 80 % bootstrap\n");
        Heading(output, "cuts, rules");
        foreach (var (words, chosen) in new[] { ("each series cut once", cuts.Where(c => c.IsMiddle).ToList()), ("every cut", cuts) })
        {
            Difference(output, words + ", consecutive", HeldOutTable.Run(Labelled, chosen), HeldOutTable.Run(Unlabelled, chosen), chosen);
            Difference(output, words + ", window", HeldOutTable.Run(Windowed, chosen), HeldOutTable.Run(Windowed with { WithLabels = false }, chosen), chosen);
        }

        output.WriteLine("\n## What each part changes, every cut, paired over series, 80 % bootstrap\n");
        Heading(output, "throughout instead");
        foreach (var group in Variants().GroupBy(v => v.Against))
        {
            var against = HeldOutTable.Run(group.Key, cuts);
            foreach (var (_, variant) in group)
            {
                Difference(output, group.Key.Name + ": " + variant.Name, HeldOutTable.Run(variant, cuts), against, cuts);
            }
        }

        Hidden(output, cuts);
        Hindsight(output, cuts);
        Joint(output, cuts);
        return 0;
    }

    private static IEnumerable<(HeldOutMethod Against, HeldOutMethod Variant)> Variants()
    {
        static ParameterValue Text(string value) => ParameterValue.From(value);
        foreach (var method in new[] { Unlabelled, Labelled })
        {
            yield return (method, method.Pinned(("smoothing", Text("sma")), ("smoothing_window", ParameterValue.From(1))) with { Name = "not smoothed" });
            yield return (method, method.Pinned(("window_size", ParameterValue.From(100))) with { Name = "window of 100 points" });
            yield return (method, method.Pinned(("threshold", ParameterValue.From(3.0))) with { Name = "threshold 3" });
            yield return (method, method.Pinned(("seasonality_components", ParameterValue.From((ValueList<ParameterValue>)[Text("hour")]))) with { Name = "by hour" });
            foreach (var halfLife in new[] { "4d", "7d", "14d" })
            {
                yield return (method, method.Pinned(("window_weights", Text("exponential")), ("half_life", Text(halfLife))) with { Name = "half-life " + halfLife });
            }

            yield return (method, method.Pinned(("stabilization", Text("clamp"))) with { Name = "stabilization: clamp" });
        }

        yield return (Unlabelled, Unlabelled.Pinned(("detrend", Text("linear"))) with { Name = "detrended" });
        yield return (Labelled, Labelled.With(s => s with { SeasonalityCandidates = [] }) with { Name = "seasons no candidates" });
        yield return (Labelled, Labelled.With(s => s with { Robust = s.Robust with { VisitsPerSeason = 7 } }) with { Name = "seasons candidates after 7 visits" });
        yield return (Labelled, Labelled.With(s => s with { Robust = s.Robust with { LowestThreshold = 2.5 } }) with { Name = "thresholds from 2.5" });
        yield return (Labelled, Labelled.With(s => s with { Robust = s.Robust with { Coverage = 0 } }) with { Name = "the default left at any gain" });
        yield return (Windowed, HeldOutMethod.Robust("stabilization: clamp a candidate", AlertRules.WindowClamp));
    }

    private static void Hidden(TextWriter output, IReadOnlyList<HeldOutSeries> cuts)
    {
        var several = cuts.Where(c => c.TrainingLabels.Incidents.Count > 1).ToList();
        var hidden = several
            .SelectMany(c => c.TrainingLabels.Incidents.Select(i => c with { TrainingLabels = c.TrainingLabels with { Incidents = c.TrainingLabels.Incidents.Where(o => o != i).ToValueList() } }))
            .ToList();
        output.WriteLine(Invariant($"\n## One incident before the cut kept secret, each in turn, at the {several.Count} cuts with two or more\n"));
        HeldOutTable.Means(output, new[] { ("all told", several), ("one hidden", hidden) }.SelectMany(p => new[] { Labelled, Windowed }.Select(m =>
            (m.Name + ", " + p.Item1, HeldOutTable.BySeries(p.Item2, HeldOutTable.Run(m, p.Item2))))));
    }

    private static void Hindsight(TextWriter output, IReadOnlyList<HeldOutSeries> cuts)
    {
        var best = new HeldOutFigures[cuts.Count];
        Parallel.For(0, cuts.Count, i => best[i] = BestInHindsight(cuts[i]));
        output.WriteLine("\n## The configuration that turned out best behind the cut, of those tried before it\n");
        HeldOutTable.Means(output, [("labels, as chosen", HeldOutTable.BySeries(cuts, HeldOutTable.Run(Labelled, cuts))), ("in hindsight", HeldOutTable.BySeries(cuts, best))]);
    }

    // Without an alerting block a single anomaly is the only rule.
    private static HeldOutFigures BestInHindsight(HeldOutSeries cut)
    {
        var metric = cut.Reading.Metric!;
        var outcome = TuningPipeline.Run(new TuningRequest(metric, cut.Training, cut.TrainingLabels, Labelled.Tune!(AutotuneSettings.From(metric)), 0, ForceChange: true));

        // What cannot be tuned stays as it is.
        return outcome.Result is not { } result ? Labelled.Run(cut) : result.Candidates
            .Select(c => HeldOutFigures.Of(cut, AlertRule.EveryAnomaly.Alerts([c.Detector.Detect(cut.Series)])))
            .MaxBy(f => f.EventF1)!;
    }

    private static void Joint(TextWriter output, IReadOnlyList<HeldOutSeries> cuts)
    {
        var numbers = (from low in new[] { 2.5, 3, 3.5 } from raised in new[] { 0, 0.15, 0.3 } from coverage in new[] { 0, 0.5, 0.8, 0.9 }
                       select new RobustSettings { LowestThreshold = low, Relaxation = raised, Coverage = coverage }).ToArray();
        output.WriteLine(Invariant($"\n## Lowest threshold, raising and coverage chosen together of {numbers.Length}, by event F1 on all other series, every cut\n"));
        var lines = new[] { AlertRules.Consecutive, AlertRules.Window }.SelectMany(rules =>
        {
            var all = numbers.Select(n => HeldOutTable.BySeries(cuts, HeldOutTable.Run(HeldOutMethod.Robust("", rules, n), cuts))).ToArray();
            var chosen = LeftOut.Choose([.. all.Select(f => f.Select(x => x.EventF1).ToArray())]);
            var standing = Array.FindIndex(numbers, n => n == new RobustSettings());
            return new[] { (rules + ", as it is", all[standing]), (rules + ", left out", (IReadOnlyList<HeldOutFigures>)[.. chosen.Select((v, s) => all[v][s])]) };
        });
        HeldOutTable.Means(output, lines.ToList());
    }

    private static void Heading(TextWriter output, string first) =>
        output.WriteLine($"| {first} | event F1 | from | to | MCC | from | to | alerts / 1,000 points |\n|---|---:|---:|---:|---:|---:|---:|---:|");

    private static void Difference(
        TextWriter output, string name, IReadOnlyList<HeldOutFigures> figures, IReadOnlyList<HeldOutFigures> against, IReadOnlyList<HeldOutSeries> cuts)
    {
        var pairs = HeldOutTable.BySeries(cuts, figures).Zip(HeldOutTable.BySeries(cuts, against)).ToList();
        var events = HeldOutTable.Paired([.. pairs.Select(p => p.First.EventF1 - p.Second.EventF1)]);
        var mcc = HeldOutTable.Paired([.. pairs.Select(p => p.First.Mcc - p.Second.Mcc)]);
        output.WriteLine(Invariant($"| {name} | {events.Mean:+0.000;-0.000} | {events.From:+0.000;-0.000} | {events.To:+0.000;-0.000} | {mcc.Mean:+0.000;-0.000} | {mcc.From:+0.000;-0.000} | {mcc.To:+0.000;-0.000} | {pairs.Average(p => p.Second.AlertsPerThousand):0.00} → {pairs.Average(p => p.First.AlertsPerThousand):0.00} |"));
        output.Flush();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
