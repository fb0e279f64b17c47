using System.Text.Json;
using Detectkit.Autotune;

namespace Detectkit.Build.Results;

/// <summary>What there is of a result in store.</summary>
/// <param name="Outcome">The result, without its details where they are in <paramref name="Details"/>; <c>null</c> where there is none for this input.</param>
/// <param name="Details">Where its details are; <c>null</c> where the result has them.</param>
/// <param name="Remark">Why what was found is not used, or could not be stored; <c>null</c> where there is nothing to say.</param>
/// <param name="Emission">The tuned text that was written with it; <c>null</c> where none was.</param>
internal sealed record StoredSearch(TuningOutcome? Outcome, StoredDetails? Details = null, string? Remark = null, StoredEmission? Emission = null);

/// <summary>Results of searches, kept for the next run: a file per metric that says what its result depends on.</summary>
/// <param name="folder">The folder; made when the first result is stored.</param>
internal sealed class StoredSearches(string folder)
{
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

            using var file = SearchFile.Read(path);
            if (Fault(file, path, metric) is { } fault)
            {
                return new StoredSearch(null, Remark: fault);
            }

            // That text, labels or data have changed since is what happens every day.
            return file.Fingerprint == fingerprint && JsonSerializer.Deserialize(file.Head, SearchJson.Default.SearchHead) is { } head
                ? new StoredSearch(head.Outcome, new StoredDetails(path, fingerprint, head.Candidates), Emission: head.Emission)
                : new StoredSearch(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return new StoredSearch(null, Remark: $"the cached result '{path}' cannot be read and is not used: {e.Message}");
        }
    }

    /// <summary>Stores a result.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="fingerprint">What the result depends on.</param>
    /// <param name="outcome">The result.</param>
    /// <param name="emission">The tuned text written from it, where there is one.</param>
    /// <returns>The result, its details in the file that they are stored in; as it was where it could not be stored.</returns>
    public StoredSearch Store(string metric, string fingerprint, TuningOutcome outcome, StoredEmission? emission)
    {
        var path = PathOf(metric);
        try
        {
            var details = SearchDetails.Of(outcome);
            var head = new SearchHead(SearchDetails.Strip(outcome), details.Candidates.Count, emission);
            SearchFile.Write(
                path,
                SearchFingerprint.Tool,
                fingerprint,
                metric,
                JsonSerializer.SerializeToUtf8Bytes(head, SearchJson.Default.SearchHead),
                JsonSerializer.SerializeToUtf8Bytes(details, SearchJson.Default.SearchDetails));
            return new StoredSearch(head.Outcome, new StoredDetails(path, fingerprint, head.Candidates));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StoredSearch(outcome, Remark: $"the result cannot be cached in '{path}': {e.Message}");
        }
    }

    private static string? Fault(SearchFile file, string path, string metric) => file switch
    {
        { IsOne: false } => $"'{path}' is not a cached result and is not used",
        _ when file.Metric != metric => $"'{path}' is the cached result of '{file.Metric}' and is not used",
        { IsWhole: false } => $"the cached result '{path}' is damaged and is not used",
        _ when file.Tool != SearchFingerprint.Tool => $"the cached result '{path}' is of another version of Detectkit and is not used",
        _ => null,
    };

    private string PathOf(string metric) => Path.Combine(folder, metric + ".json");
}
