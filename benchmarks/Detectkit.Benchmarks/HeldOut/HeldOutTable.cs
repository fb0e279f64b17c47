using Detectkit.Autotune;
using Detectkit.Autotune.Robust;
using Detectkit.Tests;

namespace Detectkit.Benchmarks.HeldOut;

/// <summary>
/// Tuned on the past, judged on the future: a line per method over the recorded series, paired bootstraps over series, and the robust
/// strategy's numbers chosen with each series left out in turn.
/// </summary>
internal static class HeldOutTable
{
    private const int Resamples = 10_000;
    private const double Tail = 0.1;

    public static int Print(TextWriter output, bool withSeries)
    {
        if (Recorded.SharedRoot is null)
        {
            output.WriteLine("The recorded reference data is not beside the repository.");
            return 1;
        }

        var cuts = HeldOutSeries.All();
        var middle = cuts.Where(c => c.IsMiddle).ToList();
        var results = HeldOutMethod.All.Select(m => (Method: m, Figures: Run(m, middle))).ToList();
        output.WriteLine(Invariant($"## {middle.Count} series, each cut once\n"));
        Means(output, results.Select(r => (r.Method.Name, r.Figures)));
        output.WriteLine("\n## Differences of event F1 to the robust strategy, paired over series, 80 % bootstrap\n");
        output.WriteLine("| method | difference | from | to |\n|---|---:|---:|---:|");
        var robust = results.First(r => r.Method.Name == "robust").Figures;
        foreach (var (method, figures) in results.Where(r => !ReferenceEquals(r.Figures, robust)))
        {
            Paired(output, method.Name, [.. figures.Zip(robust, (a, b) => a.EventF1 - b.EventF1)]);
        }

        output.WriteLine(Invariant($"\n## The same series at each of their {cuts.Count} cuts, a series' cuts averaged\n"));
        Means(output, HeldOutMethod.All.Select(m => (m.Name, BySeries(cuts, Run(m, cuts)))));
        LeaveOneOut(output, cuts);
        if (withSeries)
        {
            foreach (var (method, figures) in results)
            {
                output.WriteLine("\n## " + method.Name + "\n");
                Means(output, middle.Select((c, i) => (c.Name, (IReadOnlyList<HeldOutFigures>)[figures[i]])));
            }
        }

        return 0;
    }

    private static void LeaveOneOut(TextWriter output, IReadOnlyList<HeldOutSeries> cuts)
    {
        var plain = new RobustSettings();
        var axes = new (string Name, (string Value, RobustSettings Numbers)[] Variants)[]
        {
            ("lowest threshold", [.. new[] { 2.5, 2.75, 3, 3.25, 3.5 }.Select(v => (Invariant($"{v}"), plain with { LowestThreshold = v }))]),
            ("raised by", [.. new[] { 0, 0.15, 0.3, 0.5 }.Select(v => (Invariant($"{v}"), plain with { Relaxation = v }))]),
            ("coverage", [.. new[] { 0, 0.5, 0.6, 0.8, 0.9 }.Select(v => (Invariant($"{v}"), plain with { Coverage = v }))]),
            ("quantile", [.. new[] { 0.98, 0.985, 0.99, 0.995 }.Select(v => (Invariant($"{v}"), plain with { DefaultQuantile = v }))]),
        };
        output.WriteLine("\n## The numbers, chosen by event F1 on all other series and judged on the one left out, every cut\n");
        output.WriteLine("| rules | number | event F1 of each value | left out | chosen values |\n|---|---|---|---:|---|");
        foreach (var rules in new[] { AlertRules.Consecutive, AlertRules.Window })
        {
            foreach (var (name, variants) in axes)
            {
                var scores = variants
                    .Select(v => BySeries(cuts, Run(HeldOutMethod.Robust(v.Value, rules, v.Numbers) with { WithLabels = name != "quantile" }, cuts)).Select(f => f.EventF1).ToArray())
                    .ToArray();
                var chosen = LeftOut.Choose(scores);
                var each = string.Join(", ", variants.Select((v, i) => Invariant($"{v.Value}: {scores[i].Average():0.000}")));
                var picked = string.Join(", ", chosen.GroupBy(v => v).OrderBy(g => g.Key).Select(g => Invariant($"{variants[g.Key].Value} × {g.Count()}")));
                output.WriteLine(Invariant($"| {rules} | {name} | {each} | {chosen.Select((v, i) => scores[v][i]).Average():0.000} | {picked} |"));
            }
        }
    }

    public static IReadOnlyList<HeldOutFigures> Run(HeldOutMethod method, IReadOnlyList<HeldOutSeries> cuts)
    {
        var figures = new HeldOutFigures[cuts.Count];
        Parallel.For(0, cuts.Count, i => figures[i] = method.Run(cuts[i]));
        return figures;
    }

    public static IReadOnlyList<HeldOutFigures> BySeries(IReadOnlyList<HeldOutSeries> cuts, IReadOnlyList<HeldOutFigures> figures) =>
        [.. cuts.Zip(figures).GroupBy(p => p.First.Name).Select(g => HeldOutFigures.Mean([.. g.Select(p => p.Second)]))];

    public static void Means(TextWriter output, IEnumerable<(string Name, IReadOnlyList<HeldOutFigures> Figures)> lines)
    {
        output.WriteLine("| method | event F1 | MCC | alerts / 1,000 points | of kept metrics | kept | incidents caught | event F1 by row | point F1 |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, figures) in lines)
        {
            var m = HeldOutFigures.Mean([.. figures]);
            output.WriteLine(Invariant($"| {name} | {m.EventF1:0.000} | {m.Mcc:0.000} | {m.AlertsPerThousand:0.00} | {m.AlertsOfKept:0.00} | {m.Kept * figures.Count:0.#} of {figures.Count} | {m.Recall:0.00} | {m.EventF1ByRow:0.000} | {m.PointF1:0.000} |"));
        }
    }

    /// <summary>The mean of differences over series, and where 80 % of its resamples lie.</summary>
    public static (double Mean, double From, double To) Paired(IReadOnlyList<double> differences)
    {
        var random = new Random(1);
        var means = Enumerable.Range(0, Resamples).Select(_ => differences.Average(_ => differences[random.Next(differences.Count)])).Order().ToArray();
        return (differences.Average(), means[(int)(Tail * Resamples)], means[(int)((1 - Tail) * Resamples)]);
    }

    private static void Paired(TextWriter output, string name, double[] differences)
    {
        var (mean, from, to) = Paired(differences);
        output.WriteLine(Invariant($"| {name} | {mean:+0.000;-0.000} | {from:+0.000;-0.000} | {to:+0.000;-0.000} |"));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
