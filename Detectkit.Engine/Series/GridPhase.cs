namespace Detectkit.Series;

/// <summary>How far a grid's stamps lie after the multiples of its step, counted from 1970-01-01 UTC.</summary>
/// <param name="Milliseconds">The distance, from 0 to less than the step.</param>
/// <param name="Rows">Rows of this phase.</param>
public readonly record struct GridPhase(long Milliseconds, int Rows)
{
    /// <summary>The phase that most rows have; of equally frequent ones that which follows the first row soonest.</summary>
    /// <param name="stamps">The rows' stamps, in milliseconds since 1970-01-01 UTC, at least one.</param>
    /// <param name="intervalSeconds">The grid's step in seconds, above 0.</param>
    /// <param name="earliest">The first stamp that counts.</param>
    /// <returns>The phase.</returns>
    /// <exception cref="ArgumentException">There is no stamp, or the interval is not positive.</exception>
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

    /// <summary>The phase of one stamp.</summary>
    /// <param name="milliseconds">The stamp, in milliseconds since 1970-01-01 UTC.</param>
    /// <param name="intervalSeconds">The grid's step in seconds, above 0.</param>
    /// <returns>Milliseconds after the last multiple of the step.</returns>
    public static long Of(long milliseconds, int intervalSeconds)
    {
        var step = intervalSeconds * 1000L;
        return ((milliseconds % step) + step) % step;
    }
}
