namespace Detectkit.Autotune.Robust;

/// <summary>The numbers of the robust strategy whose choice the benchmark re-examines, each series being left out in turn.</summary>
internal sealed record RobustSettings
{
    /// <summary>The lowest threshold that labels may lead to: what 2.5 standard deviations gain in training was lost afterwards.</summary>
    public double LowestThreshold { get; init; } = 3;

    /// <summary>How far a threshold is raised from where it must be towards the weakest caught incident's peak, on a logarithmic scale.</summary>
    public double Relaxation { get; init; } = 0.15;

    /// <summary>Share of resamples that the stated ranges hold; the default is left where all of that range of the gain is positive. 0 leaves it always.</summary>
    public double Coverage { get; init; } = 0.8;

    /// <summary>Threshold without labels: the quantile of the series' own scores.</summary>
    public double DefaultQuantile { get; init; } = 0.99;

    /// <summary>How often the average group of a season must have come round: with fewer visits its spread is that of a handful of days.</summary>
    public int VisitsPerSeason { get; init; } = 28;
}
