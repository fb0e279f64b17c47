using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>A smoothing before detection.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Points">Points of <c>sma</c>; 0 for the others.</param>
/// <param name="Alpha">Weight of the newest point of <c>ema</c>; 0 for the others.</param>
internal sealed record SmoothingStep(Smoothing Kind, int Points, double Alpha)
{
    private const int AlphaDecimals = 4;

    private static readonly SmoothingStep Nothing = new(Smoothing.None, 0, 0);
    private static readonly ParameterValue Average = ParameterValue.From("sma");
    private static readonly ParameterValue Exponential = ParameterValue.From("ema");

    /// <summary>
    /// The smoothings to try, the default first. Lengths are counted in points, because it is points that average noise out, at hourly
    /// intervals as at 5 minutes. Two bounds are in time: sampled more often than every 5 minutes, neighbours say the same thing
    /// and the duration is kept instead; and what lasts two days must stay visible.
    /// </summary>
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

    /// <summary>How many parameters the step has.</summary>
    public int ParameterCount => Kind == Smoothing.None ? 0 : 2;

    /// <summary>Writes the step's parameters.</summary>
    /// <returns>How many.</returns>
    public int Fill(Span<KeyValuePair<string, ParameterValue>> parameters)
    {
        switch (Kind)
        {
            case Smoothing.Sma:
                parameters[0] = new KeyValuePair<string, ParameterValue>("smoothing", Average);
                parameters[1] = new KeyValuePair<string, ParameterValue>("smoothing_window", ParameterValue.From(Points));
                break;
            case Smoothing.Ema:
                parameters[0] = new KeyValuePair<string, ParameterValue>("smoothing", Exponential);
                parameters[1] = new KeyValuePair<string, ParameterValue>("smoothing_alpha", ParameterValue.From(Alpha));
                break;
            default:
                break;
        }

        return ParameterCount;
    }

    /// <summary>The step in words.</summary>
    public override string ToString() => Kind switch
    {
        Smoothing.Sma => string.Create(CultureInfo.InvariantCulture, $"SMA {Points}"),
        Smoothing.Ema => "EMA " + PythonNumber.Repr(Alpha),
        _ => "no smoothing",
    };
}
