namespace Detectkit.Series;

/// <summary>What decides where the stamps of a series' grid lie.</summary>
public enum GridOrigin
{
    /// <summary>The first row, as in the reference: where it lies off the others, they are lost.</summary>
    FirstRow,

    /// <summary>The phase that most rows have; a few rows long before all others are left out.</summary>
    MostRows,
}
