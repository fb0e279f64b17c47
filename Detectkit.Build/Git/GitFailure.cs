using Detectkit.Configuration;

namespace Detectkit.Build.Git;

/// <summary>A named reason why the repository cannot take the commit.</summary>
/// <param name="Rule">The kind of failure.</param>
/// <param name="Path">The file it is about, relative to the project root, or <c>null</c> when it is about the repository.</param>
/// <param name="Message">One line: what is wrong and what to do about it.</param>
internal sealed record GitFailure(Rule Rule, string? Path, string Message);
