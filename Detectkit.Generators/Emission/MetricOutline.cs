using Detectkit.Configuration;

namespace Detectkit.Generators.Emission;

/// <summary>What can be told of a metric whose file has errors.</summary>
/// <param name="Name">The name.</param>
/// <param name="FilePath">The file, relative to the project's root with forward slashes.</param>
/// <param name="IntervalSeconds">The interval, 0 where it could not be read.</param>
/// <param name="Tags">The tags that could be read.</param>
/// <param name="DetectorTypes">The types of the detectors, up to the first that could not be read.</param>
internal sealed record MetricOutline(
    string Name, string FilePath, int IntervalSeconds, ValueList<string> Tags, ValueList<DetectorType> DetectorTypes);
