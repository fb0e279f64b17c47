namespace Detectkit.Series;

/// <summary>How far a grid's stamps lie after the multiples of its step, counted from 1970-01-01 UTC.</summary>
internal readonly record struct GridPhase(long Milliseconds, int Rows)
{
    /// <summary>The phase that most of the stamps, at least one, have from the earliest on; of equally frequent ones that which follows the first soonest.</summary>
    public static GridPhase OfMost(ReadOnlySpan<long> stamps, int intervalSeconds, long earliest = long.MinValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(intervalSeconds);
        var step = intervalSeconds * 1000L;
        var first = long.MaxValue;
        var (phase, run, previous) = (0L, 0, long.MinValue);
        var counts = new Dictionary<long, int>();
        foreach (var stamp in stamps)
        {
            if (stamp < earliest)
            {
                continue;
            }

            first = Math.Min(first, stamp);

            // Most rows follow the one before by one step, and a division costs more than all else.
            if (run == 0 || stamp != previous + step)
            {
                var own = Of(stamp, intervalSeconds);
                if (own != phase)
                {
                    Count(phase, run);
                    (phase, run) = (own, 0);
                }
            }

            run++;
            previous = stamp;
        }

        Count(phase, run);
        if (counts.Count == 0)
        {
            throw new ArgumentException("There must be a timestamp.", nameof(stamps));
        }

        var origin = Of(first, intervalSeconds);
        var (best, rows) = counts.OrderByDescending(c => c.Value).ThenBy(c => (c.Key - origin + step) % step).First();
        return new GridPhase(best, rows);

        void Count(long of, int more)
        {
            if (more > 0)
            {
                counts[of] = counts.GetValueOrDefault(of) + more;
            }
        }
    }

    public static long Of(long milliseconds, int intervalSeconds)
    {
        var step = intervalSeconds * 1000L;
        return ((milliseconds % step) + step) % step;
    }
}
