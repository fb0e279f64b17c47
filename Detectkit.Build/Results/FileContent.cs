using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Detectkit.Build.Results;

/// <summary>The bytes of a result file: the first field is <c>cache</c>, and the last one a checksum of all before it.</summary>
internal readonly ref struct FileContent
{
    private FileContent(ReadOnlySpan<byte> all)
    {
        All = all;
        if (all.Length >= EndLength && all[^EndLength..].StartsWith(BeforeChecksum) && all.EndsWith(AfterChecksum))
        {
            Checksum = Encoding.ASCII.GetString(all[^EndLength..][BeforeChecksum.Length..^AfterChecksum.Length]);
        }
    }

    public ReadOnlySpan<byte> All { get; }

    /// <summary>What it says its checksum is; empty for a file without one.</summary>
    public string Checksum { get; } = "";

    public bool IsWhole => Checksum.Length > 0 && Checksum == FileHash.Of(All[..^EndLength]);

    private static ReadOnlySpan<byte> BeforeChecksum => ",\n  \"checksum\": \""u8;

    private static ReadOnlySpan<byte> AfterChecksum => "\"\n}\n"u8;

    private static int EndLength => BeforeChecksum.Length + FileHash.Length + AfterChecksum.Length;

    /// <summary>Adds the checksum to a document.</summary>
    public static (byte[] Content, string Checksum) Seal(byte[] document)
    {
        var open = document.AsSpan(0, document.Length - "\n}\n"u8.Length);
        var checksum = FileHash.Of(open);
        return ([.. open, .. BeforeChecksum, .. Encoding.ASCII.GetBytes(checksum), .. AfterChecksum], checksum);
    }

    /// <summary>Reads a file; its content is not there any longer when <paramref name="use"/> has ended.</summary>
    /// <exception cref="NotSupportedException">It is no regular file.</exception>
    public static T Read<T>(string path, Func<FileContent, T> use)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        if (length > Array.MaxLength)
        {
            throw new IOException("It is too large.");
        }

        // Of a pool, because a thousand of them are each too large for the garbage collector's young generation.
        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var at = 0;
            while (at < length && RandomAccess.Read(file, buffer.AsSpan(at, (int)length - at), at) is > 0 and var read)
            {
                at += read;
            }

            return use(new FileContent(buffer.AsSpan(0, at)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What a file says its checksum is, by its last bytes alone; <c>null</c> where there is none.</summary>
    public static string? ChecksumOf(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var end = new byte[EndLength];
            var start = RandomAccess.GetLength(file) - EndLength;
            return start < 0 || RandomAccess.Read(file, end, start) != EndLength ? null : new FileContent(end).Checksum;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Finds the value of the first field, where that is <c>cache</c>, without a look at what follows.</summary>
    public bool HasCache(out ReadOnlySpan<byte> cache)
    {
        cache = default;
        var reader = new Utf8JsonReader(All);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals("cache"u8) || !reader.Read())
            {
                return false;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            cache = All[start..(int)reader.BytesConsumed];
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
