using System.IO.Hashing;

namespace Detectkit.Build.Results;

/// <summary>
/// Hashes that tell what is damaged or was changed; nobody has to be kept from making two files with one hash, so that it is a quick one: the
/// results of a thousand metrics are hashed to find that they are as they were.
/// </summary>
internal static class FileHash
{
    public const int Length = 32;

    /// <summary>The hash of a file; <c>null</c> where it cannot be read.</summary>
    public static string? OfFile(string path)
    {
        try
        {
            var hash = new XxHash128();
            using var file = File.OpenRead(path);
            hash.Append(file);
            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash128.Hash(content));
}
