namespace Detectkit.Series;

/// <summary>A half-open range of grid points.</summary>
/// <param name="Start">The first point.</param>
/// <param name="End">The point after the last.</param>
public readonly record struct PointRange(int Start, int End)
{
    private const double SecondsPerWeek = 604_800;

    /// <summary>Number of points.</summary>
    public int Length => End - Start;

    /// <summary>The runs of points that are set, in order; each as long as it can be.</summary>
    internal static IReadOnlyList<PointRange> Runs(ReadOnlySpan<bool> points)
    {
        var runs = new List<PointRange>();
        for (var start = points.IndexOf(true); start >= 0;)
        {
            var length = points[start..].IndexOf(false) is >= 0 and var found ? found : points.Length - start;
            runs.Add(new PointRange(start, start + length));
            var next = points[(start + length)..].IndexOf(true);
            start = next < 0 ? -1 : start + length + next;
        }

        return runs;
    }

    /// <summary>What so many on these points are a week; of no points as of one.</summary>
    internal double PerWeek(double count, int intervalSeconds) => count * SecondsPerWeek / ((double)Math.Max(1, Length) * intervalSeconds);
}
