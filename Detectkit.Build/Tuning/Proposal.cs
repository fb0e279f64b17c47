using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Detectkit.Build.Git;

namespace Detectkit.Build.Tuning;

/// <summary>What a commit proposes, so that a proposal that was turned down is known again.</summary>
/// <param name="Id">The same for the same changes of the same metrics; new data alone do not make it another.</param>
/// <param name="RunIds">The runs, each as <c>metric run_id</c>.</param>
/// <param name="Others">How many of the metrics are other projects'.</param>
internal sealed record Proposal(string Id, ImmutableArray<string> RunIds, int Others)
{
    private const int HexDigits = 16;

    /// <summary>The lines of the pull request that tell of it; the first is a comment that nobody sees.</summary>
    public string Lines => $"<!-- detectkit-proposal: {Id} -->\n"
        + (Others == 0 ? "" : $"The branch also changes {Others} metric{(Others == 1 ? "" : "s")} of other projects in this repository.\n");

    /// <summary>Describes a commit.</summary>
    /// <param name="metrics">The metrics it changes.</param>
    /// <param name="others">How many of them are other projects'.</param>
    /// <returns>The proposal.</returns>
    public static Proposal Of(ImmutableArray<TunedMetric> metrics, int others)
    {
        var changes = string.Concat(metrics.Select(m => $"{m.Path}\n{m.Line}\n").Order(StringComparer.Ordinal));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(changes)));
        return new Proposal(hash[..HexDigits], [.. metrics.Select(m => $"{m.Name} {m.RunId}")], others);
    }
}
