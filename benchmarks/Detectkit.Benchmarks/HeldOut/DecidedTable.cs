using Detectkit.Autotune.Adoption;
using Detectkit.Tests;

namespace Detectkit.Benchmarks.HeldOut;

/// <summary>What a run decides on every source of labelled series, and what that does to the rows behind the cut; kept metrics count as they are.</summary>
internal static class DecidedTable
{
    public static int Print(TextWriter output, string part, bool withSeries)
    {
        if (Recorded.SharedRoot is null)
        {
            output.WriteLine("The recorded reference data is not beside the repository.");
            return 1;
        }

        output.WriteLine("| source | method | changed | trade-offs | kept | event F1 | MCC | alerts / 1,000 points | incidents caught |\n|---|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var source in HeldOutSeries.Sources().Where(s => s.Contains(part, StringComparison.Ordinal)))
        {
            var cuts = HeldOutSeries.All(source).Where(c => c.IsMiddle).ToList();
            foreach (var method in HeldOutMethod.Decided)
            {
                var (counts, rows) = (new int[3], new string[cuts.Count]);
                var figures = new HeldOutFigures[cuts.Count];
                Parallel.For(0, cuts.Count, i => figures[i] = method.Run(cuts[i], o =>
                {
                    var kind = o.Decision?.Kind ?? AdoptionKind.Keep;
                    Interlocked.Increment(ref counts[(int)kind]);
                    rows[i] = $"{kind}{(o.Result is { IsAdjustment: true } ? " (thresholds)" : "")}: {o.Decision?.Reason ?? o.Failure}";
                }));
                var mean = HeldOutFigures.Mean(figures);
                output.WriteLine(FormattableString.Invariant(
                    $"| {source}, {cuts.Count} | {method.Name} | {counts[(int)AdoptionKind.Change]} | {counts[(int)AdoptionKind.TradeOff]} | {counts[(int)AdoptionKind.Keep]} | {mean.EventF1:F3} | {mean.Mcc:F3} | {mean.AlertsPerThousand:F2} | {mean.Recall:F2} |"));
                for (var i = 0; withSeries && i < cuts.Count; i++)
                {
                    output.WriteLine(FormattableString.Invariant($"  {cuts[i].Name}: F1 {figures[i].EventF1:F2}, {figures[i].AlertsPerThousand:F2} alerts, {figures[i].Recall:F2} caught; {rows[i]}"));
                }
            }
        }

        return 0;
    }
}
