using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Detectkit.Build.Git;

namespace Detectkit.Build.Results;

/// <summary>Where the tuned files went.</summary>
/// <param name="Target">What the summary names: the branch, the working tree, or that it was a dry run.</param>
/// <param name="Commit">The commit on the branch; <c>null</c> without one.</param>
/// <param name="IsNew">Whether this run has made the commit.</param>
/// <param name="Remark">What else there is to say, or <c>null</c>.</param>
/// <param name="IsFailed">Whether they could not be brought there, as was reported.</param>
internal sealed record Delivered(string Target, string? Commit = null, bool IsNew = false, string? Remark = null, bool IsFailed = false)
{
    /// <summary>What the commit proposes; <c>null</c> without one.</summary>
    public Proposal? Proposal { get; init; }
}

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

    public static Proposal Of(ImmutableArray<ProposedMetric> metrics, int others)
    {
        var changes = string.Concat(metrics.Select(m => $"{m.Path}\n{m.Line}\n").Order(StringComparer.Ordinal));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(changes)));
        return new Proposal(hash[..HexDigits], [.. metrics.Select(m => $"{m.Name} {m.RunId}")], others);
    }
}
