namespace Detectkit.LabelServer;

/// <summary>A conflict, where another tab had saved first, has no path; last is the save after which every metric has been saved.</summary>
internal sealed record SaveOutcome(string? Path, int Revision, bool IsConflict, bool IsLast);

/// <summary>The saves of one run of the server; tabs may save at the same time.</summary>
internal sealed class LabelSession(IEnumerable<string> metrics, Func<string, LabelFolder> folderOf)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Revision, string? Text)> saved = metrics.ToDictionary(name => name, _ => (0, (string?)null), StringComparer.Ordinal);

    /// <summary>How often labels were saved, and the last text; null before the first save.</summary>
    public (int Revision, string? Text) StateOf(string metric)
    {
        lock (gate)
        {
            return saved[metric];
        }
    }

    /// <param name="metric">Its name.</param>
    /// <param name="text">The labels file.</param>
    /// <param name="known">The revision that the saver knows; null to save whatever others did.</param>
    public SaveOutcome Save(string metric, string text, int? known)
    {
        lock (gate)
        {
            var (revision, _) = saved[metric];
            if (known is not null && known != revision)
            {
                return new SaveOutcome(null, revision, true, false);
            }

            var path = folderOf(metric).Save(text);
            saved[metric] = (revision + 1, text);
            return new SaveOutcome(path, revision + 1, false, saved.Values.All(s => s.Revision > 0));
        }
    }
}
