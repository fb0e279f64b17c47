using System.Text.Json;

namespace Detectkit.Build.Results;

/// <summary>The details of a stored result, left in their file until they are needed.</summary>
/// <param name="path">The file.</param>
/// <param name="fingerprint">What the result depends on.</param>
/// <param name="candidates">How many candidates there are.</param>
internal sealed class StoredDetails(string path, string fingerprint, int candidates)
{
    /// <summary>How many candidates there are.</summary>
    public int Candidates => candidates;

    /// <summary>Reads the details.</summary>
    /// <returns>The details; <c>null</c> where they are no longer there, because another run has stored its own or somebody has deleted them.</returns>
    public SearchDetails? Read()
    {
        try
        {
            using var file = SearchFile.Read(path);
            return file.IsWhole && file.Fingerprint == fingerprint ? JsonSerializer.Deserialize(file.Details, SearchJson.Default.SearchDetails) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
