using System.Buffers;
using System.Text;

namespace Detectkit.Build.Results;

/// <summary>
/// A stored result as a file: a line that says of what it is, a line of what every run needs, and the details, which are nine tenths of it and
/// which only a new record or page needs.
/// </summary>
internal sealed class SearchFile : IDisposable
{
    private const string Kind = "detectkit-search";
    private const int HeaderParts = 5;
    private const int LongestHeader = 1024;
    private const byte LineEnd = (byte)'\n';

    private readonly byte[] buffer;
    private readonly Range head;
    private readonly Range details;

    private SearchFile(byte[] buffer, int length)
    {
        this.buffer = buffer;
        var content = buffer.AsSpan(0, length);
        var end = content[..Math.Min(length, LongestHeader)].IndexOf(LineEnd);
        var header = end < 0 ? [] : Encoding.UTF8.GetString(content[..end]).Split(' ', HeaderParts);
        if (header.Length != HeaderParts || header[0] != Kind)
        {
            return;
        }

        (IsOne, Tool, Fingerprint, Metric) = (true, header[1], header[2], header[4]);
        var payload = content[(end + 1)..];
        var headLength = payload.IndexOf(LineEnd);
        IsWhole = headLength >= 0 && header[3] == FileHash.Of(payload);
        (head, details) = ((end + 1)..(end + 1 + Math.Max(0, headLength)), (end + 1 + headLength + 1)..length);
    }

    /// <summary>Whether it is a stored result at all.</summary>
    public bool IsOne { get; }

    /// <summary>Whether it is as it was written.</summary>
    public bool IsWhole { get; }

    /// <summary>The version of the tool that wrote it.</summary>
    public string Tool { get; } = "";

    /// <summary>What the result depends on.</summary>
    public string Fingerprint { get; } = "";

    /// <summary>The metric's name.</summary>
    public string Metric { get; } = "";

    /// <summary>What every run needs, as JSON.</summary>
    public ReadOnlySpan<byte> Head => buffer.AsSpan(head);

    /// <summary>The details, as JSON.</summary>
    public ReadOnlySpan<byte> Details => buffer.AsSpan(details);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="NotSupportedException">It is no regular file.</exception>
    public static SearchFile Read(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        if (length > Array.MaxLength)
        {
            throw new IOException("It is too large.");
        }

        // Of a pool, because a thousand of them are each too large for the garbage collector's young generation.
        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        var at = 0;
        while (at < length && RandomAccess.Read(file, buffer.AsSpan(at, (int)length - at), at) is > 0 and var read)
        {
            at += read;
        }

        return new SearchFile(buffer, at);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tool">The version of the tool.</param>
    /// <param name="fingerprint">What the result depends on.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="head">What every run needs, as JSON on one line.</param>
    /// <param name="details">The details, as JSON.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, string tool, string fingerprint, string metric, byte[] head, byte[] details)
    {
        byte[] payload = [.. head, LineEnd, .. details];
        EvidenceFile.Write(path, (byte[])[.. Encoding.UTF8.GetBytes($"{Kind} {tool} {fingerprint} {FileHash.Of(payload)} {metric}\n"), .. payload]);
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
