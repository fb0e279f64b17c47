using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Detectkit.Build.Worker.Records;
using Detectkit.Evidence;

namespace Detectkit.Build.Worker.Stored;

/// <summary>What was found where an earlier run may have left a result.</summary>
/// <param name="Outcome">The result; <c>null</c> where there is none for this input.</param>
/// <param name="Remark">Why what was found is not used, or <c>null</c>.</param>
internal sealed record StoredSearch(HeldOutOutcome? Outcome, string? Remark = null);

/// <summary>
/// Results of searches, kept for the next run: a file per metric, in its first line the fingerprint of what the result depends on and
/// the hash of the rest.
/// </summary>
/// <param name="folder">The folder; made when the first result is stored.</param>
internal sealed class StoredSearches(string folder)
{
    private const string Kind = "detectkit-search";
    private const int HeaderParts = 3;
    private const int LongestHeader = 512;

    /// <summary>Looks for a result.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="fingerprint">What the result must depend on.</param>
    /// <returns>The result, where there is one that is whole and of the same input.</returns>
    public StoredSearch Find(string metric, string fingerprint)
    {
        var path = PathOf(metric);
        try
        {
            if (!Path.Exists(path))
            {
                return new StoredSearch(null);
            }

            var content = File.ReadAllBytes(path);
            var end = content.AsSpan(0, Math.Min(content.Length, LongestHeader)).IndexOf((byte)'\n');
            var header = end < 0 ? [] : Encoding.UTF8.GetString(content, 0, end).Split(' ');
            if (header.Length != HeaderParts || header[0] != Kind)
            {
                return new StoredSearch(null, $"'{path}' is no stored result and is not used");
            }

            if (header[1] != fingerprint)
            {
                return new StoredSearch(null);
            }

            var payload = content.AsSpan(end + 1);
            return header[2] == HashOf(payload)
                ? new StoredSearch(JsonSerializer.Deserialize(payload, SearchJson.Default.HeldOutOutcome))
                : new StoredSearch(null, $"the stored result '{path}' is damaged and is not used");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return new StoredSearch(null, $"the stored result '{path}' cannot be read and is not used: {e.Message}");
        }
    }

    /// <summary>Stores a result.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="fingerprint">What the result depends on.</param>
    /// <param name="outcome">The result.</param>
    /// <returns>Why it could not be stored, or <c>null</c>.</returns>
    public string? Store(string metric, string fingerprint, HeldOutOutcome outcome)
    {
        var path = PathOf(metric);
        try
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(outcome, SearchJson.Default.HeldOutOutcome);
            EvidenceFile.Write(path, (byte[])[.. Encoding.UTF8.GetBytes($"{Kind} {fingerprint} {HashOf(payload)}\n"), .. payload]);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the result cannot be stored in '{path}': {e.Message}";
        }
    }

    private static string HashOf(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    private string PathOf(string metric) => Path.Combine(folder, metric + ".json");
}
