using System.Buffers;

namespace Detectkit.Scoring;

/// <summary>Areas under curves: how well scores rank labelled points above the others.</summary>
internal static class RankingScores
{
    /// <summary>Area under the receiver operating characteristic as the Mann-Whitney statistic with average ranks; 0.5 where a class is absent.</summary>
    public static double AreaUnderRoc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        var (keys, order) = Ascending(scores);
        var (positives, rankSum) = (0L, 0.0);
        for (var from = 0; from < scores.Length;)
        {
            var to = TieEnd(keys, from, scores.Length);
            var averageRank = (from + 1 + to) / 2.0;
            for (var i = from; i < to; i++)
            {
                if (labels[order[i]])
                {
                    positives++;
                    rankSum += averageRank;
                }
            }

            from = to;
        }

        Return(keys, order);
        var negatives = scores.Length - positives;
        return positives == 0 || negatives == 0
            ? 0.5
            : (rankSum - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }

    /// <summary>Average precision, stepping over blocks of tied scores from the highest; 0 without positives.</summary>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        var positives = labels.Count(true);
        if (positives == 0)
        {
            return 0;
        }

        var (keys, order) = Ascending(scores);
        var (caught, seen, previousRecall, area) = (0L, 0L, 0.0, 0.0);
        for (var to = scores.Length; to > 0;)
        {
            var from = to - 1;
            while (from > 0 && keys[from - 1] == keys[to - 1])
            {
                from--;
            }

            for (var i = from; i < to; i++)
            {
                seen++;
                caught += labels[order[i]] ? 1 : 0;
            }

            var recall = (double)caught / positives;
            area += (recall - previousRecall) * ((double)caught / seen);
            (previousRecall, to) = (recall, from);
        }

        Return(keys, order);
        return area;
    }

    private static (double[] Keys, int[] Order) Ascending(ReadOnlySpan<double> scores)
    {
        var keys = ArrayPool<double>.Shared.Rent(Math.Max(1, scores.Length));
        var order = ArrayPool<int>.Shared.Rent(Math.Max(1, scores.Length));
        scores.CopyTo(keys);
        for (var i = 0; i < scores.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(keys, order, 0, scores.Length);
        return (keys, order);
    }

    private static void Return(double[] keys, int[] order)
    {
        ArrayPool<double>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(order);
    }

    private static int TieEnd(double[] keys, int from, int length)
    {
        var to = from + 1;
        while (to < length && keys[to] == keys[from])
        {
            to++;
        }

        return to;
    }
}
