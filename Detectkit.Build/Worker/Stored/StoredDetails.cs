using System.Text.Json;

namespace Detectkit.Build.Worker.Stored;

/// <summary>The details of a stored result, left in their file until they are needed.</summary>
/// <param name="path">The file.</param>
/// <param name="fingerprint">What the result depends on.</param>
/// <param name="candidates">How many candidates there are.</param>
internal sealed class StoredDetails(string path, string fingerprint, int candidates)
{
    /// <summary>How many candidates there are.</summary>
    public int Candidates => candidates;

    /// <summary>Reads the details.</summary>
    /// <returns>The details.</returns>
    /// <exception cref="IOException">They cannot be read, or are no longer those that were there.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be read.</exception>
    public SearchDetails Read()
    {
        using var file = SearchFile.Read(path);
        return file.IsWhole && file.Fingerprint == fingerprint && JsonSerializer.Deserialize(file.Details, SearchJson.Default.SearchDetails) is { } details
            ? details
            : throw new IOException($"'{path}' was changed during the run.");
    }
}
