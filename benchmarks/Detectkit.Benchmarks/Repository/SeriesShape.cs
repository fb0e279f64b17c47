namespace Detectkit.Benchmarks.Repository;

/// <summary>A kind of series as it is met in production, at ten-minute steps.</summary>
/// <param name="Name">What it measures.</param>
/// <param name="Level">The value without noise and incident, by point.</param>
/// <param name="Noise">Adds noise to a level.</param>
/// <param name="Incident">What an incident of a strength makes of a value.</param>
internal sealed record SeriesShape(
    string Name, Func<int, double> Level, Func<Random, double, double> Noise, Func<double, double, double> Incident)
{
    private const int PointsPerDay = 144;
    private const double GapRate = 0.0005;
    private const int LongestGap = 12;

    public static IReadOnlyList<SeriesShape> All { get; } =
    [
        new("requests", i => 400 * Day(i) * Week(i), (r, x) => Math.Round(Math.Max(0, x + (Normal(r) * Math.Sqrt(x) * 2))), (x, s) => x * (s > 1 ? 0.1 : 2.5)),
        new("error_rate", i => 0.003 + (0.002 * Day(i)), (r, x) => Math.Max(0, x + (0.001 * Math.Abs(Normal(r)))), (x, s) => x + (0.03 * s)),
        new("latency_p95", i => 180 + (90 * Day(i)), (r, x) => x * Math.Exp(0.1 * Normal(r)), (x, s) => x * (1 + s)),
        new("queue_depth", i => Day(i) > 0.8 ? 6 * Day(i) : 0, (r, x) => x == 0 ? 0 : Math.Round(Math.Max(0, x + (2 * Normal(r)))), (x, s) => x + Math.Round(40 * s)),
        new("signups", i => 12 * Day(i) * Week(i), (r, x) => Math.Round(Math.Max(0, x + (Normal(r) * Math.Sqrt(x)))), (_, _) => 0),
        new("workers", i => 12 + (i / (20 * PointsPerDay) % 3), (_, x) => x, (x, s) => Math.Max(0, x - Math.Round(6 * s))),
        new("disk_used", i => 0.3 + (0.004 * i / PointsPerDay % 0.5), (r, x) => x + (0.002 * Normal(r)), (x, s) => x + (0.1 * s)),
        new("temperature", i => 21 + (3 * Math.Sin(2 * Math.PI * i / (30.0 * PointsPerDay))) + (1.5 * Day(i)), (r, x) => x + (0.3 * Normal(r)), (x, s) => x + (6 * s)),
    ];

    /// <summary>A series with noise, gaps and incidents.</summary>
    public double[] Values(Random random, int points, IReadOnlyList<MadeIncident> incidents)
    {
        var values = new double[points];
        var gap = 0;
        for (var i = 0; i < points; i++)
        {
            gap = gap > 0 ? gap - 1 : random.NextDouble() < GapRate ? random.Next(1, LongestGap) : 0;
            var value = Noise(random, Level(i));
            var incident = incidents.FirstOrDefault(k => k.Holds(i));
            values[i] = gap > 0 && i > 0 && i < points - 1 ? double.NaN : Math.Round(incident is null ? value : Incident(value, incident.Strength), 6);
        }

        return values;
    }

    private static double Day(int i) => 1 + (0.7 * Math.Sin((2 * Math.PI * i / PointsPerDay) - 2));

    private static double Week(int i) => i / PointsPerDay % 7 >= 5 ? 0.6 : 1;

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
