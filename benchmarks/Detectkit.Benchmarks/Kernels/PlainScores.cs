using Detectkit.Scoring;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>The baseline of scoring: each score from its definition, over the judged points of one fold.</summary>
/// <param name="flags">Whether each point is flagged.</param>
/// <param name="distances">Its distance from the middle of its band.</param>
/// <param name="labels">Whether it lies in an incident.</param>
internal sealed class PlainScores(bool[] flags, double[] distances, bool[] labels)
{
    public double Of(string score) => score switch
    {
        "mcc" => MatthewsCorrelation(),
        "event_f1" => EventF1(),
        "roc_auc" => AreaUnderRoc(),
        "pr_auc" => AveragePrecision(),
        _ => Objective(),
    };

    private double MatthewsCorrelation()
    {
        double Count(bool flag, bool label) => flags.Where((f, i) => f == flag && labels[i] == label).Count();
        var (tp, fp, fn, tn) = (Count(true, true), Count(true, false), Count(false, true), Count(false, false));
        var root = Math.Sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
        return root == 0 ? 0 : ((tp * tn) - (fp * fn)) / root;
    }

    // The points of a fold are judged without a gap, so an incident is a run of labels.
    private double EventF1()
    {
        var (caught, incidents) = (0, 0);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] && (i == 0 || !labels[i - 1]))
            {
                var length = labels.Skip(i).TakeWhile(l => l).Count();
                incidents++;
                caught += flags.Skip(i).Take(length).Contains(true) ? 1 : 0;
            }
        }

        var falseAlarms = flags.Where((f, i) => f && !labels[i]).Count();
        return 2.0 * caught / (caught + falseAlarms + incidents);
    }

    // How often a labelled point lies farther out than another, ties by half.
    private double AreaUnderRoc()
    {
        var positives = distances.Where((_, i) => labels[i]).ToArray();
        var negatives = distances.Where((_, i) => !labels[i]).ToArray();
        var wins = 0.0;
        foreach (var positive in positives)
        {
            foreach (var negative in negatives)
            {
                wins += positive > negative ? 1 : positive == negative ? 0.5 : 0;
            }
        }

        return wins / ((double)positives.Length * negatives.Length);
    }

    private double AveragePrecision()
    {
        var (area, recall) = (0.0, 0.0);
        var positives = labels.Count(l => l);
        foreach (var bound in distances.Distinct().OrderDescending())
        {
            var (seen, caught) = (0, 0);
            for (var i = 0; i < distances.Length; i++)
            {
                seen += distances[i] >= bound ? 1 : 0;
                caught += distances[i] >= bound && labels[i] ? 1 : 0;
            }

            area += (((double)caught / positives) - recall) * ((double)caught / seen);
            recall = (double)caught / positives;
        }

        return area;
    }

    private double Objective()
    {
        var flagged = distances.Where((_, i) => flags[i]).Order().ToArray();
        var others = distances.Where((_, i) => !flags[i]).Order().ToArray();
        var quiet = 1 - Math.Min((double)flagged.Length / distances.Length / UnsupervisedObjective.FlagRateTarget, 1);
        if (flagged.Length == 0 || others.Length == 0)
        {
            return 0.6 * quiet;
        }

        var (above, below) = (MedianOf(flagged), MedianOf(others));
        return (0.6 * quiet) + (0.4 * (above + below > 0 ? Math.Clamp((above - below) / (above + below), 0, 1) : 0));
    }

    private static double MedianOf(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
