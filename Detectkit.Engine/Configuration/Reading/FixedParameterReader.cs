using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>
/// Reads <c>fixed_params</c>. The reference finds a wrong one when it builds candidates: wrong for all of them, it ends the run;
/// but what every candidate sets itself hides what is fixed.
/// </summary>
internal static class FixedParameterReader
{
    /// <summary>The fixed parameters without those that could not have any effect.</summary>
    public static ParameterSet Read(MappingReader block, ValueList<DetectorType> types, bool hasProbe)
    {
        if (block.Value(AutotuneFields.FixedParams) is not { } entry)
        {
            return ParameterSet.Empty;
        }

        if (entry.Value is not YamlMapping mapping)
        {
            block.Refuse(entry.Value, AutotuneFields.FixedParams, "a mapping of detector parameters");
            return ParameterSet.Empty;
        }

        if (DetectorListReader.Parameters(mapping, block.Findings) is not { } set)
        {
            return ParameterSet.Empty;
        }

        void Add(Rule rule, string parameter, string message) => block.Findings.Add(rule, DetectorListReader.SpanOf(rule, parameter, mapping), message);
        var kept = Hidden(set, hasProbe, Add);
        foreach (var name in kept.Select(p => p.Key).Where(name => name == DetectorFields.StartTime.Name || name == DetectorFields.BatchSize.Name))
        {
            Add(Rules.ParameterUnknown, name, "'" + name + "' is not a parameter that tuning can fix: it belongs to running a detector.");
        }

        Judge(kept, types, Add);
        return kept;
    }

    // Candidates bring their own threshold, window_size and min_samples. Only an integer window_size narrows the search.
    private static ParameterSet Hidden(ParameterSet set, bool hasProbe, Action<Rule, string, string> add)
    {
        var kept = set;
        foreach (var (field, isHidden) in new[]
        {
            (DetectorFields.Threshold, !hasProbe),
            (DetectorFields.WindowSize, set.Find(DetectorFields.WindowSize.Name) is not IntegerValue),
            (DetectorFields.MinSamples, true),
        })
        {
            if (isHidden && set.Find(field.Name) is { } value && Faults(DetectorType.Mad, ParameterSet.Empty.With(field.Name, value)).Any(f => f.IsError))
            {
                add(Rules.FixedParameter, field.Name, "'" + field.Name + "' is fixed to a value that no detector takes; every candidate brings its own, so it is left out.");
                kept = kept.Without(field.Name);
            }
        }

        if (kept.Find(DetectorFields.MinSamples.Name) is IntegerValue samples)
        {
            var window = (kept.Find(DetectorFields.WindowSize.Name) as IntegerValue)?.Value ?? new MadDetector().WindowSize;
            if (samples.Value > window)
            {
                add(Rules.FixedParameter, DetectorFields.MinSamples.Name, "'min_samples' is above window sizes that are tried, which it rules out; leave it out and each window gets its own.");
            }
        }

        return kept;
    }

    private static void Judge(ParameterSet set, ValueList<DetectorType> types, Action<Rule, string, string> add)
    {
        var faults = types.Distinct().Select(type => (Type: type, Faults: Faults(type, set).ToList())).ToList();
        foreach (var fault in faults.SelectMany(f => f.Faults).GroupBy(f => f.Parameter).Select(g => g.First()))
        {
            var refusing = faults.Where(f => f.Faults.Exists(x => x.Parameter == fault.Parameter && x.IsError)).Select(f => DetectorTypeName.Of(f.Type)).ToList();
            if (fault.IsError && refusing.Count < faults.Count)
            {
                add(Rules.FixedParameter, fault.Parameter, fault.Message + " This rules out " + string.Join(" and ", refusing) + ".");
            }
            else
            {
                add(fault.Rule, fault.Parameter, fault.Message);
            }
        }
    }

    // Without a window of their own, window_size and min_samples say nothing about each other.
    private static IEnumerable<ParameterFault> Faults(DetectorType type, ParameterSet set) => DetectorParameters.Read(type, set).Faults
        .Where(f => !(f.Rule == Rules.ParameterConflict && (f.Parameter == DetectorFields.WindowSize.Name || f.Parameter == DetectorFields.MinSamples.Name)));
}
