using System.Collections.Concurrent;

namespace Detectkit.Runtime.Databases;

/// <summary>Passwords, keys and the like, of profiles and of the environment, that must reach no log and no record.</summary>
public sealed class Secrets
{
    // Shorter values, such as 1 or yes, are in any text and keep nothing secret.
    private const int ShortestSecret = 4;

    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <summary>Remembers a value.</summary>
    /// <param name="value">The value; nothing happens without one.</param>
    public void Add(string? value)
    {
        if (value is { Length: >= ShortestSecret })
        {
            known.TryAdd(value, true);
        }
    }

    /// <summary>Replaces every secret in a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text without them.</returns>
    public string Redact(string text)
    {
        // The longest first: one secret may be part of another.
        foreach (var secret in known.Keys.OrderByDescending(s => s.Length).ThenBy(s => s, StringComparer.Ordinal))
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }
}
