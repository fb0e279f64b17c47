using Detectkit.Build.Git;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>The detectors that the branch proposes: an earlier run's, as long as nobody has merged or dropped them.</summary>
internal sealed class ProposedDetectors
{
    private readonly Dictionary<string, string[]> ids;

    private ProposedDetectors(bool areKnown, Dictionary<string, string[]> ids) => (AreKnown, this.ids) = (areKnown, ids);

    /// <summary>Whether the branch could be read; where it could not, nothing is known to be unused.</summary>
    public bool AreKnown { get; }

    /// <summary>Reads them.</summary>
    /// <param name="context">The run.</param>
    /// <param name="outcomes">The metrics.</param>
    /// <returns>The detectors; none where there is no branch.</returns>
    public static ProposedDetectors Read(WorkerContext context, IEnumerable<MetricOutcome> outcomes)
    {
        // Whether or not this run commits: an earlier one may have.
        var files = ProposedFiles.Read(new TuningBranch(context.Request.Root, context.Options.Branch), outcomes.Select(o => o.File.File.Path));
        return new ProposedDetectors(
            files is not null,
            files?.ToDictionary(f => f.Key, f => (MetricReader.Read(f.Key, f.Value).Metric?.Detectors ?? []).Select(DetectorId.Of).ToArray(), StringComparer.Ordinal) ?? []);
    }

    /// <summary>The ids of a file's detectors.</summary>
    /// <param name="path">The file, relative to the project's root.</param>
    /// <returns>The ids; none where the branch does not have the file.</returns>
    public IEnumerable<string> Of(string path) => ids.GetValueOrDefault(path, []);
}
