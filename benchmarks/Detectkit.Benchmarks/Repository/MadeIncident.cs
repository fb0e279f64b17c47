namespace Detectkit.Benchmarks.Repository;

/// <summary>A stretch of points in which a made series misbehaves.</summary>
/// <param name="First">The first point.</param>
/// <param name="Last">The last point.</param>
/// <param name="Strength">How badly, from 0.5 to 1.5.</param>
internal sealed record MadeIncident(int First, int Last, double Strength)
{
    public bool Holds(int point) => point >= First && point <= Last;
}
