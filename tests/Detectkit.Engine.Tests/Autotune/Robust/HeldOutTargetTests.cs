using Detectkit.Benchmarks.HeldOut;

namespace Detectkit.Engine.Tests.Autotune.Robust;

/// <summary>What the robust strategy reaches on recorded series after the data it was tuned on; the benchmark <c>heldout</c> has the whole table.</summary>
public class HeldOutTargetTests
{
    [RecordedTheory]
    [InlineData("robust", 0.60, 0.18, 1.0)]
    // A share alerts at its anomalies only; counted at all points that its window reaches it had .65 and .22.
    [InlineData("robust, window rules", 0.60, 0.17, 0.9)]
    [InlineData("robust, no labels", 0.62, 0.17, 0.5)]
    // Every incident is also counted as if it came again a day later, which costs MCC here and is asked for by whoever has had two in a week.
    // The training part of speed_7578 has 76 values, too few to tune, so its current detector stays.
    // Kept metrics count as they are, noisy as some of them are: rather no change than one that somebody regrets. docs/how-it-decides.md has both.
    [InlineData("robust, as a run decides", 0.60, 0.19, 2.4)]
    [InlineData("robust, window rules, as a run decides", 0.55, 0.17, 2.4)]
    [InlineData("robust, no labels, as a run decides", 0.52, 0.12, 1.45)]
    [InlineData("robust, no labels, AutotuneUnlabelled=default, as a run decides", 0.62, 0.18, 0.6)]
    [InlineData("robust, as a run decides, AutotuneRefit", 0.61, 0.18, 2.4)]
    [InlineData("robust, window rules, as a run decides, AutotuneRefit", 0.58, 0.18, 2.45)]
    [InlineData("robust, no labels, as a run decides, AutotuneRefit", 0.47, 0.11, 1.6)]
    [InlineData("robust, no labels, AutotuneUnlabelled=default, as a run decides, AutotuneRefit", 0.62, 0.18, 0.6)]
    public void Tuning_holds_up_after_the_cut(string name, double eventF1, double mcc, double alarms)
    {
        var method = HeldOutMethod.All.Single(m => m.Name == name);

        var mean = HeldOutFigures.Mean([.. HeldOutSeries.All().Where(c => c.IsMiddle).Select(c => method.Run(c))]);

        Assert.InRange(mean.EventF1, eventF1, 1);
        Assert.InRange(mean.Mcc, mcc, 1);
        Assert.InRange(mean.AlertsPerThousand, 0, alarms);
    }
}
