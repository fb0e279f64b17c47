namespace Detectkit.Build.Git;

/// <summary>One file that the commit writes or removes.</summary>
/// <param name="Path">Relative to the project root.</param>
/// <param name="Read">
/// The file's bytes as tuning read them from the working tree, which must be what the base commit holds; <c>null</c> for a file
/// that tuning did not read and adds.
/// </param>
/// <param name="Written">The bytes the file would have in the working tree; <c>null</c> removes it.</param>
internal sealed record FileChange(string Path, ReadOnlyMemory<byte>? Read, ReadOnlyMemory<byte>? Written);
