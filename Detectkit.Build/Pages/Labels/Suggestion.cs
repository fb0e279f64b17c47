namespace Detectkit.Build.Pages.Labels;

/// <summary>A stretch of flagged points that may be an incident.</summary>
/// <param name="First">Its first grid point.</param>
/// <param name="Last">Its last grid point.</param>
/// <param name="PeakSeverity">The severity of its strongest point, may be infinite.</param>
/// <param name="IsAbove">Whether the strongest point lies above the band.</param>
internal sealed record Suggestion(int First, int Last, double PeakSeverity, bool IsAbove);
