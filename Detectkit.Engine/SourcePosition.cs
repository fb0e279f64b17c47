namespace Detectkit;

/// <summary>A place in a text.</summary>
/// <param name="Index">Offset in UTF-16 units from the start of the text (after a byte order mark), from 0.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
public readonly record struct SourcePosition(int Index, int Line, int Column)
{
    /// <summary>The first character.</summary>
    public static SourcePosition Start { get; } = new(0, 1, 1);
}

/// <summary>A range in a text: from the first character to the one after the last.</summary>
/// <param name="Start">The first character.</param>
/// <param name="End">The place after the last character.</param>
public readonly record struct SourceSpan(SourcePosition Start, SourcePosition End)
{
    /// <summary>The start of a file, for findings about the file as a whole.</summary>
    public static SourceSpan FileStart { get; } = new(SourcePosition.Start, SourcePosition.Start);
}
