using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration;

/// <summary>Reads metric files.</summary>
public static class MetricReader
{
    private const string NestedKey = "metric";

    /// <summary>Reads a file's text; any text gives a reading, nothing is thrown.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The metric and what was found.</returns>
    public static MetricReading Read(string path, string text) => Read(path, text, YamlReader.Read(text));

    /// <summary>Reads a file's bytes, which must be UTF-8.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>The metric and what was found.</returns>
    public static MetricReading Read(string path, byte[] bytes)
    {
        var decoding = FileDecoding.Of(bytes);
        return decoding.Text is null ? Broken(path, decoding.Fault!) : Read(path, decoding.Text);
    }

    /// <summary>The reading of a file that its host has found not to be UTF-8.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <returns>The reading, with the one finding.</returns>
    public static MetricReading NotUtf8(string path) => Broken(path, FileDecoding.NotUtf8());

    private static MetricReading Broken(string path, YamlFault fault)
    {
        var findings = new FileFindings(path);
        findings.Add(fault);
        return new MetricReading(path, null, SourceSpan.FileStart, null, findings.InFileOrder(), null);
    }

    private static MetricReading Read(string path, string text, YamlReading yaml)
    {
        if (yaml.Fault is not null)
        {
            return Broken(path, yaml.Fault);
        }

        var findings = new FileFindings(path);
        var root = RootOf(yaml.Root, findings);
        if (root is null)
        {
            return new MetricReading(path, null, SourceSpan.FileStart, null, findings.InFileOrder(), null);
        }

        var metric = MappingReader.Of(root, MetricFields.Metric, findings);
        var name = NameReader.Name(metric);
        var config = ReadConfig(metric, name ?? "", text);
        return new MetricReading(
            path,
            name,
            metric.Entry(MetricFields.Name)?.ValueSpan ?? metric.FirstKey,
            findings.HasErrors ? null : config,
            findings.InFileOrder(),
            root);
    }

    // An empty mapping or list is as empty as nothing to the reference.
    private static YamlMapping? RootOf(YamlNode? node, FileFindings findings)
    {
        switch (node)
        {
            case null or YamlScalar { Value: NullScalar } or YamlMapping { Entries.Count: 0 } or YamlSequence { Items.Count: 0 }:
                findings.Add(Rules.EmptyFile, SourceSpan.FileStart, "The file is empty; a metric needs at least name, interval and query.");
                return null;
            case YamlMapping mapping:
                return Nested(mapping, findings) ?? mapping;
            default:
                findings.Add(Rules.RootIsNoMapping, node.Span, "A metric file is a mapping of fields such as name, interval and query.");
                return null;
        }
    }

    private static YamlMapping? Nested(YamlMapping root, FileFindings findings)
    {
        var entries = MappingKeys.Effective(root);
        if (entries.FirstOrDefault(e => ValueReader.TextOf(e.Key) == NestedKey)?.Value is not YamlMapping nested)
        {
            return null;
        }

        MappingKeys.Effective(root, duplicate => DuplicateKeys.Report(duplicate, findings));
        foreach (var entry in entries.Where(e => e.Value != nested))
        {
            findings.Add(
                Rules.KeyBesideMetric, entry.Key.Span, "'" + ((YamlScalar)entry.Key).Text + "' is ignored because of 'metric', which holds all of the metric.");
        }

        return nested;
    }

    private static MetricConfig ReadConfig(MappingReader metric, string name, string text)
    {
        var plain = new MetricConfig { Name = name, IntervalSeconds = 1 };
        var interval = IntervalReader.Seconds(metric) ?? plain.IntervalSeconds;
        var config = new MetricConfig
        {
            Name = name,
            Description = metric.Text(MetricFields.Description),
            Tags = NameReader.Tags(metric),
            Profile = metric.Text(MetricFields.Profile),
            SourceProfile = LaterSettings.SourceProfile(metric.Mapping, metric.Findings)?.Text,
            Enabled = metric.Boolean(MetricFields.Enabled) ?? plain.Enabled,
            IntervalSeconds = interval,
            Query = metric.Text(MetricFields.Query),
            QueryFile = metric.Text(MetricFields.QueryFile),
            QueryColumns = Columns(metric),
            LoadingStartTime = StampReader.Read(metric, MetricFields.LoadingStartTime, Rules.TimeFormat),
            LoadingDelaySeconds = LaterSettings.LoadingDelay(metric.Mapping, metric.Findings),
            LoadingBatchSize = metric.Whole(MetricFields.LoadingBatchSize) ?? plain.LoadingBatchSize,
            SeasonalityColumns = metric.TextList(MetricFields.SeasonalityColumns) ?? [],
            Detectors = DetectorListReader.Read(metric),
            Alerting = AlertingReader.Read(metric, interval),
            Tables = TablesReader.Read(metric),
        };
        QueryRules.Check(metric, text);
        SeasonalityRules.Check(metric, config);
        return config with { Autotune = AutotuneReader.Read(metric, config.EffectiveSeasonalityColumns) };
    }

    private static QueryColumns? Columns(MappingReader metric)
    {
        if (metric.SubMapping(MetricFields.QueryColumns) is not { } columns)
        {
            return null;
        }

        var plain = new QueryColumns();
        return new QueryColumns
        {
            Timestamp = columns.Text(MetricFields.TimestampColumn) ?? plain.Timestamp,
            Metric = columns.Text(MetricFields.MetricColumn) ?? plain.Metric,
            Seasonality = columns.TextList(MetricFields.SeasonalityOfQuery) ?? [],
        };
    }
}
