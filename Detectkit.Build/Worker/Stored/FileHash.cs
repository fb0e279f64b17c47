using System.Buffers;
using System.Security.Cryptography;

namespace Detectkit.Build.Worker.Stored;

/// <summary>Hashes of files and texts, as notes about them write them.</summary>
internal static class FileHash
{
    private const int BufferSize = 1 << 16;

    /// <summary>Hashes a file without holding it in memory.</summary>
    /// <param name="path">The file.</param>
    /// <returns>64 hex digits; <c>null</c> where it cannot be read.</returns>
    public static string? OfFile(string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var at = 0L;
            while (RandomAccess.Read(file, buffer, at) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                at += read;
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
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
    /// <param name="content">The bytes.</param>
    /// <returns>64 hex digits.</returns>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
