using System.Buffers;
using System.IO.Hashing;

namespace Detectkit.Build.Results;

/// <summary>
/// Hashes of files and texts, as notes about them write them. They tell what is damaged or was changed; nobody has to be kept from making
/// two files with one hash, so that it is a quick one: a quarter of a gigabyte is hashed to find that a thousand metrics are as they were.
/// </summary>
internal static class FileHash
{
    /// <summary>Hex digits of a hash.</summary>
    public const int Length = 32;

    private const int BufferSize = 1 << 16;

    /// <summary>Hashes a file without holding it in memory.</summary>
    public static string? OfFile(string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var hash = new XxHash128();
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var at = 0L;
            while (RandomAccess.Read(file, buffer, at) is > 0 and var read)
            {
                hash.Append(buffer.AsSpan(0, read));
                at += read;
            }

            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Hashes bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash128.Hash(content));
}
