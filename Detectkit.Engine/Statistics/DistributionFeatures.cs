namespace Detectkit.Statistics;

/// <summary>The shape of a group of values, by which detectors are matched to it.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Skewness">Third standardised moment.</param>
/// <param name="ExcessKurtosis">Fourth standardised moment minus 3.</param>
/// <param name="OutlierFraction">Share outside the quartiles by more than 1.5 times their distance.</param>
/// <param name="HeavyTailRatio">1.4826 times the median absolute deviation over the standard deviation.</param>
/// <param name="ZeroInflation">Share of values that are zero.</param>
/// <param name="Normality">1 for normal moments, falling to 0.</param>
public sealed record DistributionFeatures(
    int Count, double Skewness, double ExcessKurtosis, double OutlierFraction, double HeavyTailRatio, double ZeroInflation, double Normality);
