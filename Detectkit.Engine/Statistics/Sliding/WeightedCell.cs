namespace Detectkit.Statistics.Sliding;

/// <summary>One distinct value of a chunk: what it weighs in the window, and where it occurs there first and last.</summary>
internal struct WeightedCell
{
    /// <summary>The value.</summary>
    public double Value;

    /// <summary>The weight of its occurrences in the window.</summary>
    public CompensatedSum Weight;

    /// <summary>Position of the oldest occurrence in the window, from the chunk's start.</summary>
    public int Oldest;

    /// <summary>Position of the newest.</summary>
    public int Newest;
}
