using System.Text;
using System.Text.Json;
using Detectkit.Build.Worker;

namespace Detectkit.Build.Results;

/// <summary>What there is of a result in the cache.</summary>
/// <param name="Result">The result, which is whole and of the same input; <c>null</c> where there is none.</param>
/// <param name="File">Where its details are.</param>
/// <param name="Remark">Why what was found is not used; <c>null</c> where there is nothing to say.</param>
internal sealed record FoundResult(CachedResult? Result, StoredFile? File = null, string? Remark = null);

/// <summary>
/// The result files <c>runs/&lt;metric&gt;.json</c>: what people and scripts read of a metric, and the cache for the next run. The first field
/// is what every run needs, the last one a checksum of all before it.
/// </summary>
/// <param name="folder">The folder; made when the first result is stored.</param>
internal sealed class ResultFiles(string folder)
{
    /// <summary>Looks for the result of a search that depends on what <paramref name="fingerprint"/> names.</summary>
    public FoundResult Find(string metric, string fingerprint)
    {
        var path = PathOf(metric);
        try
        {
            return Path.Exists(path) ? FileContent.Read(path, content => Find(content, path, metric, fingerprint)) : new FoundResult(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return new FoundResult(null, Remark: $"the cached result '{path}' cannot be read and is not used: {e.Message}");
        }
    }

    /// <summary>Stores what was searched, so that its details need not be kept in memory; where that cannot be done, they are.</summary>
    public MetricOutcome Store(MetricOutcome outcome)
    {
        var search = outcome.Searched!;
        try
        {
            var file = Write(outcome, search, OutlineOf(outcome));
            return outcome with { Searched = search with { Outcome = ResultDetails.Strip(search.Outcome), File = file } };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var remark = $"the result cannot be cached in '{PathOf(outcome.File.DisplayName)}': {e.Message}";
            return outcome with { Searched = search with { Remark = search.Remark ?? remark } };
        }
    }

    /// <summary>Sees to it that the file is there as this run writes it, whatever another run has made of it meanwhile.</summary>
    public string Keep(MetricOutcome outcome)
    {
        var outline = OutlineOf(outcome);
        if (outcome.Searched is null)
        {
            EvidenceFile.Write(PathOf(outcome.File.DisplayName), RecordJson.Write(ResultDocument.Of(outcome, withFigures: true)));
        }
        else if (outcome.Searched.File is not { } file || file.Outline != outline || !file.IsThere)
        {
            var whole = outcome.Complete();
            Write(whole, whole.Searched!, outline);
        }

        return outline;
    }

    private static FoundResult Find(FileContent content, string path, string metric, string fingerprint)
    {
        if (!content.HasCache(out var cache))
        {
            return new FoundResult(null, Remark: $"'{path}' is not a cached result and is not used");
        }

        if (JsonSerializer.Deserialize(cache, CacheJson.Default.KeyedResult) is not { Key: var key })
        {
            // The record of a metric that could not be searched.
            return new FoundResult(null);
        }

        var fault = key.Metric != metric ? $"'{path}' is the cached result of '{key.Metric}' and is not used"
            : key.Version != SearchFingerprint.Tool ? $"the cached result '{path}' is of another version of Detectkit and is not used"
            : !content.IsWhole ? $"the cached result '{path}' is damaged and is not used"
            : null;

        // That text, labels or data have changed since is what happens every day.
        return fault is null && key.Fingerprint == fingerprint && JsonSerializer.Deserialize(cache, CacheJson.Default.CachedResult) is { } result
            ? new FoundResult(result, new StoredFile(path, content.Checksum, key.Outline, result.Candidates))
            : new FoundResult(null, Remark: fault);
    }

    // The arguments of the tuned text decide what is cached of it.
    private static string OutlineOf(MetricOutcome outcome) => FileHash.Of(
        [.. RecordJson.Write(ResultDocument.Of(outcome, withFigures: false)), .. Encoding.UTF8.GetBytes(outcome.Emission?.Arguments ?? "")]);

    private StoredFile Write(MetricOutcome whole, MetricSearch search, string outline)
    {
        var path = PathOf(whole.File.DisplayName);
        var details = ResultDetails.Of(search.Outcome);
        var key = new CacheKey(SearchFingerprint.Tool, whole.File.DisplayName, search.Fingerprint, outline);
        var cache = new CachedResult(key, ResultDetails.Strip(search.Outcome), details.Candidates.Count, whole.Emission);
        var document = ResultDocument.Of(
            whole,
            withFigures: true,
            new RawJson(JsonSerializer.SerializeToUtf8Bytes(cache, CacheJson.Default.CachedResult)),
            new RawJson(JsonSerializer.SerializeToUtf8Bytes(new CachedDetails(details.Candidates, details.GroupVotes), CacheJson.Default.CachedDetails)));
        var (content, checksum) = FileContent.Seal(RecordJson.Write(document));
        EvidenceFile.Write(path, content);
        return new StoredFile(path, checksum, outline, details.Candidates.Count);
    }

    private string PathOf(string metric) => Path.Combine(folder, metric + ".json");
}

/// <summary>A result file as this run has found or written it, which has the details that are not kept in memory.</summary>
/// <param name="Outline">Names what its record says beside what follows from the search.</param>
internal sealed record StoredFile(string Path, string Checksum, string Outline, int Candidates)
{
    /// <summary>Whether the file is still there.</summary>
    public bool IsThere => FileContent.ChecksumOf(Path) == Checksum;

    /// <summary>Reads the details; <c>null</c> where another run has stored its own in their place, or somebody has deleted them.</summary>
    public ResultDetails? Details()
    {
        try
        {
            return FileContent.Read(Path, content => content.IsWhole && content.Checksum == Checksum
                ? JsonSerializer.Deserialize(content.All, CacheJson.Default.DetailsOfFile)?.Whole
                : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

