namespace Detectkit.Benchmarks.Repository;

/// <summary>A metric of a made repository: what it is called, how it is configured and what it measures. Its number decides everything.</summary>
internal sealed class MadeMetric
{
    private const int PointsPerIncident = 1800;
    private const double LabelledShare = 0.6;

    private static readonly string[] Services =
    [
        "checkout", "search", "catalogue", "payments", "shipping", "accounts", "inbox", "pricing", "stock", "reviews",
        "media", "gateway", "billing", "reports", "imports", "exports", "mobile", "partners", "ledger", "support",
    ];

    private static readonly string[] Detectors =
    [
        "{type: mad, params: {threshold: 3.0, window_size: 100}}",
        "{type: zscore, params: {threshold: 2.0, window_size: 36}}",
        "{type: zscore, params: {threshold: 3.0, window_size: 288, min_samples: 60}}",
        "{type: iqr, params: {threshold: 1.5, window_size: 144, min_samples: 30}}",
        "{type: mad, params: {threshold: 5.0, window_size: 1008, min_samples: 100, seasonality_components: [hour]}}",
    ];

    public MadeMetric(int number, int points)
    {
        var random = new Random(number);
        Shape = SeriesShape.All[number % SeriesShape.All.Count];
        Service = Services[number / SeriesShape.All.Count % Services.Length];
        Name = FormattableString.Invariant($"{Service}_{Shape.Name}_{number:0000}");
        Detector = Detectors[random.Next(Detectors.Length)];
        Incidents = [.. Enumerable.Range(0, Math.Max(2, points / PointsPerIncident)).Select(k => Incident(random, points, k))];
        IsLabelled = random.NextDouble() < LabelledShare;
        Values = Shape.Values(random, points, Incidents);
    }

    public SeriesShape Shape { get; }

    public string Service { get; }

    public string Name { get; }

    public string Detector { get; }

    public IReadOnlyList<MadeIncident> Incidents { get; }

    public bool IsLabelled { get; }

    /// <summary>A value per point, NaN for a row that is missing.</summary>
    public double[] Values { get; }

    private static MadeIncident Incident(Random random, int points, int k)
    {
        var count = Math.Max(2, points / PointsPerIncident);
        var first = (int)((k + 0.2 + (0.6 * random.NextDouble())) * points / count);
        return new MadeIncident(first, Math.Min(points - 1, first + random.Next(3, 30)), 0.5 + random.NextDouble());
    }
}
