using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>How a detector weighs its window, as a key: equal keys mean equal weights.</summary>
/// <param name="Kind">The kind of weights.</param>
/// <param name="HalfLife">Half-life in grid points of exponential weights, else 0.</param>
internal readonly record struct AgeWeighting(WindowWeights Kind, double HalfLife)
{
    /// <summary>The default half-life: a twentieth of the window, but never so short that fewer than min_samples values count.</summary>
    private const double WindowsPerHalfLife = 20;

    /// <summary>The weighting of a detector on a grid.</summary>
    public static AgeWeighting Of(WindowedDetector detector, int intervalSeconds, int points)
    {
        if (detector.WindowWeights != WindowWeights.Exponential)
        {
            return new(detector.WindowWeights, 0);
        }

        return detector switch
        {
            { HalfLife.Points: { } halfLife } => new(WindowWeights.Exponential, halfLife),
            { HalfLife: not null } when points < 2 => new(WindowWeights.None, 0),
            { HalfLife: { } duration } => new(WindowWeights.Exponential, Math.Max((double)duration.Seconds / intervalSeconds, 1)),
            { WeightDecay: { } decay } => new(WindowWeights.Exponential, Math.Log(0.5) / Math.Log(decay)),
            _ => new(WindowWeights.Exponential, Math.Max(Math.Max(detector.WindowSize / WindowsPerHalfLife, detector.MinSamples / 2.0), 1)),
        };
    }

    /// <summary>The weights for a window.</summary>
    public AgeWeights For(int windowSize) => Kind switch
    {
        WindowWeights.Exponential => AgeWeights.Exponential(HalfLife, windowSize),
        WindowWeights.Linear => AgeWeights.Linear(windowSize),
        _ => AgeWeights.Uniform,
    };
}
