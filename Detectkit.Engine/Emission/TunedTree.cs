using Detectkit.Autotune;
using Detectkit.Configuration.Reading;
using Detectkit.Configuration;
using Detectkit.Yaml.Editing;
using Detectkit.Yaml;

namespace Detectkit.Emission;

/// <summary>The nodes of a metric's file as they are to be after tuning; whatever tuning does not touch is the same node.</summary>
internal sealed class TunedTree(MetricConfig metric, MetricConfig intended, AutotuneResult result)
{
    public static readonly ValueList<string> TouchedFields = ["seasonality_columns", "detectors", "alerting"];

    // A reviewer looks for them.
    private static readonly ValueList<string> AlwaysSaid = ["threshold", "window_size"];

    // The reference's order of a metric's fields.
    private static readonly ValueList<string> FieldOrder =
    [
        "name", "description", "tags", "profile", "query", "query_file", "query_columns", "interval", "loading_start_time", "loading_batch_size",
        "seasonality_columns", "detectors", "alerting", "tables", "autotune", "enabled",
    ];

    public YamlMapping Edit(YamlMapping root)
    {
        var tuned = root;
        if (!intended.SeasonalityColumns.Equals(metric.SeasonalityColumns))
        {
            tuned = MappingChange.With(tuned, "seasonality_columns", Columns(MappingChange.Value(root, "seasonality_columns")), FieldOrder);
        }

        tuned = MappingChange.With(tuned, "detectors", Detectors(MappingChange.Value(root, "detectors")), FieldOrder);
        return MappingChange.Value(root, "alerting") switch
        {
            YamlMapping block => WithAlerting(tuned, block, Alerting(block, 0)),
            YamlSequence list => WithAlerting(tuned, list, list with { Items = list.Items.Select((b, i) => (YamlNode)Alerting((YamlMapping)b, i)).ToList() }),
            _ when intended.TunedAlerting is { } block => MappingChange.With(tuned, "alerting", MetricTree.Rule(block, metric.IntervalSeconds), FieldOrder),
            _ => tuned,
        };
    }

    private static YamlMapping WithAlerting(YamlMapping root, YamlNode present, YamlNode tuned) =>
        NodeMeaning.Same(present, tuned) ? root : MappingChange.With(root, "alerting", tuned, FieldOrder);

    private YamlSequence Columns(YamlNode? present)
    {
        var missing = TunedMetric.MissingColumns(metric, result).Select(NewNode.Text);
        return present is YamlSequence list ? list with { Items = list.Items.Concat(missing).ToList() } : NewNode.List(missing);
    }

    private YamlSequence Detectors(YamlNode? present)
    {
        var proposed = new Queue<Candidate>(result.Proposed);
        IEnumerable<YamlNode> Fresh() => proposed.Select(
            p => MetricTree.Detector(p.Detector.Type, Needed(p.Detector.Type, TunedMetric.InPlaceParameters(metric, result, p, replaced: null), written: null)));
        if (present is not YamlSequence list)
        {
            return NewNode.List(Fresh());
        }

        var items = new List<YamlNode>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (metric.Detectors[i] is not WindowedDetector current)
            {
                items.Add(list.Items[i]);
            }
            else if (proposed.TryDequeue(out var next))
            {
                items.Add(Detector((YamlMapping)list.Items[i], current, next));
            }
        }

        items.AddRange(Fresh());
        return list with { Items = items };
    }

    private YamlMapping Detector(YamlMapping entry, WindowedDetector present, Candidate proposed)
    {
        var type = proposed.Detector.Type;
        var parameters = Needed(type, TunedMetric.InPlaceParameters(metric, result, proposed, present), MappingChange.Value(entry, "params") as YamlMapping);
        var tuned = present.Type == type ? entry : MappingChange.With(entry, "type", NewNode.Text(DetectorTypeName.Of(type)));
        if (MappingChange.Value(entry, "params") is not YamlMapping written)
        {
            return parameters.Count == 0 ? tuned : MappingChange.With(tuned, "params", MetricTree.Parameters(parameters));
        }

        var changed = Parameters(written, type, parameters);
        return changed.Entries.Count == 0 ? MappingChange.Without(tuned, "params") : MappingChange.With(tuned, "params", changed);
    }

    // What is at its default and has no line yet needs none.
    private static ParameterSet Needed(DetectorType type, ParameterSet parameters, YamlMapping? written)
    {
        var (needed, detector) = (parameters, DetectorParameters.Read(type, parameters).Detector);
        foreach (var (name, _) in parameters)
        {
            if (!AlwaysSaid.Contains(name) && (written is null || MappingChange.Value(written, name) is null)
                && DetectorParameters.Read(type, needed.Without(name)).Detector is { } same && same == detector)
            {
                needed = needed.Without(name);
            }
        }

        return needed;
    }

    // A parameter that stands at its default may stay: it changes nothing, and the diff is the smaller for it.
    private static YamlMapping Parameters(YamlMapping written, DetectorType type, ParameterSet parameters)
    {
        var tuned = written;
        var (kept, detector) = (parameters, DetectorParameters.Read(type, parameters).Detector);
        foreach (var entry in MappingKeys.Effective(written))
        {
            var name = ((YamlScalar)entry.Key).Text;
            if (parameters.Find(name) is not null)
            {
                continue;
            }

            var with = kept.With(name, ParameterNode.ToValue(entry.Value));
            if (DetectorParameters.Read(type, with).Detector == detector)
            {
                kept = with;
            }
            else
            {
                tuned = MappingChange.Without(tuned, name);
            }
        }

        foreach (var (name, value) in parameters)
        {
            if (MappingChange.Value(tuned, name) is not { } present || ParameterNode.ToValue(present) != value)
            {
                tuned = MappingChange.With(tuned, name, MetricTree.Value(value));
            }
        }

        return tuned;
    }

    private YamlMapping Alerting(YamlMapping block, int index)
    {
        var (present, tuned) = (metric.Alerting[index], intended.Alerting[index]);
        var changed = tuned.ConsecutiveAnomalies == present.ConsecutiveAnomalies
            ? block
            : MappingChange.With(block, "consecutive_anomalies", NewNode.Whole(tuned.ConsecutiveAnomalies));
        changed = tuned.AnomalyWindow == present.AnomalyWindow ? changed : Windowed(changed, tuned.AnomalyWindow);
        return tuned.MinDetectors == present.MinDetectors ? changed : MappingChange.With(changed, "min_detectors", NewNode.Whole(tuned.MinDetectors));
    }

    private YamlMapping Windowed(YamlMapping block, AnomalyWindow? window) => window is null
        ? MappingChange.Without(MappingChange.Without(block, AnomalyWindowReader.Duration), AnomalyWindowReader.Share)
        : MappingChange.With(
            MappingChange.With(block, AnomalyWindowReader.Duration, MetricTree.Duration(window.Points * (long)metric.IntervalSeconds)),
            AnomalyWindowReader.Share,
            MetricTree.Value(ParameterValue.From(window.MinShare)));
}
