using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>A smoothing before detection: over points with <c>sma</c>, by the weight of the newest point with <c>ema</c>; 0 where it has no such thing.</summary>
internal sealed record SmoothingStep(Smoothing Kind, int Points, double Alpha)
{
    private const int AlphaDecimals = 4;

    private static readonly SmoothingStep Nothing = new(Smoothing.None, 0, 0);

    /// <summary>The smoothings to try, the default first. Lengths are counted in points, because it is points that average noise out, at hourly
    /// intervals as at 5 minutes. Two bounds are in time: sampled more often than every 5 minutes, neighbours say the same thing
    /// and the duration is kept instead; and what lasts two days must stay visible.</summary>
    public static ValueList<SmoothingStep> For(int intervalSeconds)
    {
        var longest = RobustSpace.LongestSmoothingSeconds / (double)intervalSeconds;
        var perUsual = Math.Max(1, (double)RobustSpace.UsualInterval / intervalSeconds);
        var averages = RobustSpace.AverageLengths
            .Select(length => (int)Math.Min(longest, Math.Round(length * perUsual)))
            .Select(points => points > 1 ? new SmoothingStep(Smoothing.Sma, points, 0) : Nothing);
        var exponential = RobustSpace.Alphas
            .Select(alpha => Math.Round(1 - Math.Pow(1 - alpha, 1 / perUsual), AlphaDecimals))
            .Where(alpha => alpha > 0 && 1 / alpha <= longest)
            .Select(alpha => new SmoothingStep(Smoothing.Ema, 0, alpha));
        return [.. averages.Concat(exponential).Distinct()];
    }

    /// <summary>The only step where smoothing is pinned or switched off.</summary>
    public static ValueList<SmoothingStep> AsGiven => [Nothing];

    public IEnumerable<KeyValuePair<string, ParameterValue>> Parameters => Kind switch
    {
        Smoothing.Sma => [new("smoothing", ParameterValue.From("sma")), new("smoothing_window", ParameterValue.From(Points))],
        Smoothing.Ema => [new("smoothing", ParameterValue.From("ema")), new("smoothing_alpha", ParameterValue.From(Alpha))],
        _ => [],
    };

    public override string ToString() => Kind switch
    {
        Smoothing.Sma => string.Create(CultureInfo.InvariantCulture, $"SMA {Points}"),
        Smoothing.Ema => "EMA " + PythonNumber.Repr(Alpha),
        _ => "no smoothing",
    };
}
