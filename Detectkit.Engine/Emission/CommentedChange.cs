namespace Detectkit.Emission;

/// <summary>A comment beside a value that an edit changes: it may speak of the value that is gone.</summary>
/// <param name="Line">Its line in the text before, from 1.</param>
/// <param name="Before">What stands before the comment, such as <c>threshold: 6.0</c>.</param>
/// <param name="After">What stands there afterwards; null where nothing does, the same where what changes stands in the lines below.</param>
/// <param name="Comment">The comment's words.</param>
internal sealed record CommentedChange(int Line, string Before, string? After, string Comment);
