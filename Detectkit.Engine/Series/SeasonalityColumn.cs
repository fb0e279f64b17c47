namespace Detectkit.Series;

/// <summary>A seasonality column on the grid: one key per point.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Labels">The distinct values as text (<c>14</c>, <c>true</c>), indexed by key, in order of first appearance.</param>
/// <param name="Keys">Per grid point the key, or -1 where the point has no value for the column.</param>
public sealed record SeasonalityColumn(string Name, IReadOnlyList<string> Labels, ReadOnlyMemory<int> Keys);
