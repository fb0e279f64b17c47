using Detectkit.Configuration;

namespace Detectkit.Autotune.Reference;

/// <summary>The numbers that steer the search. All are defaults of Python detectkit unless a comment says otherwise.</summary>
internal static class SearchSpace
{
    /// <summary>A change must gain this much on cross-validation to be adopted, so that noise does not add parts to a detector.</summary>
    public const double MinImprovement = 0.001;

    /// <summary>A larger window is taken even if it scores this much less, because it is the steadier one.</summary>
    public const double WindowTolerance = 0.01;

    /// <summary>Distinct candidates after which no further detector type is started.</summary>
    public const int MaxCandidates = 200;

    /// <summary>Windows that are tried whatever the interval.</summary>
    public const int BaseWindow = 100;

    /// <summary>Windows smaller than this say too little.</summary>
    public const int SmallestWindow = 20;

    /// <summary>Points a seasonality group must be able to hold on average: mad's <c>min_samples_per_group</c>.</summary>
    public const int PointsPerSeason = 10;

    public const int PointsPerVote = 10;

    public const int VotingGroups = 12;

    public const double VoteTie = 1e-9;

    public const double Quorum = 1;

    public const int ShortlistLength = 2;

    /// <summary>The probe's <c>min_samples</c>: the detectors' default.</summary>
    public const int ProbeMinSamples = 30;

    public const int LongestAlertRule = 5;

    /// <summary>Valid points below which a series has no trend to speak of.</summary>
    public const int PointsForTrend = 8;

    /// <summary>Shift between the halves, in robust standard deviations, from which detrending is tried.</summary>
    public const double TrendShift = 2;

    private const double PenaltyWeight = 0.5;

    /// <summary>Detector types in the order in which ties between them are broken.</summary>
    public static ValueList<DetectorType> Types { get; } = DetectorConfig.TunedTypes.OrderBy(DetectorTypeName.Of, StringComparer.Ordinal).ToValueList();

    /// <summary>A quarter of the window, within the class's floor and the window.</summary>
    public static int MinSamplesFor(int window, int floor) => Math.Min(window, Math.Max(floor, (int)Math.Round(window / 4.0, MidpointRounding.ToEven)));

    /// <summary>What uneven folds cost: half their population standard deviation.</summary>
    public static double Penalty(double standardDeviation) => PenaltyWeight * standardDeviation;
}
