namespace Detectkit.Build.Detecting;

/// <summary>Writes a table row by row, the cells of a row in the order of the columns.</summary>
internal interface ITableWriter : IDisposable
{
    /// <summary>A moment.</summary>
    void Stamp(long milliseconds);

    /// <summary>A number, possibly infinite; NaN for an empty cell.</summary>
    void Number(double value);

    /// <summary>A whole number.</summary>
    void Integer(int value);

    /// <summary>A truth value.</summary>
    void Truth(bool value);

    /// <summary>A word without characters that CSV would have to quote; <c>null</c> for an empty cell.</summary>
    void Word(string? word);

    /// <summary>Ends the row.</summary>
    void EndRow();
}
