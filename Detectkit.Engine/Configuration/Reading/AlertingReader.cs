using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Reads <c>alerting</c>: one block, or a list of blocks.</summary>
internal static class AlertingReader
{
    public static ValueList<AlertingConfig>? Read(MappingReader metric, int intervalSeconds)
    {
        switch (metric.Value(MetricFields.Alerting)?.Value)
        {
            case null:
                return null;
            case YamlMapping single:
                return [Block(single, intervalSeconds, metric.Findings)];
            case YamlSequence list:
                foreach (var wrong in list.Items.Where(i => i is not YamlMapping))
                {
                    ValueReader.Refuse(wrong, "an alerting block", "a mapping", metric.Findings);
                }

                return list.Items.OfType<YamlMapping>().Select(block => Block(block, intervalSeconds, metric.Findings)).ToValueList();
            case var wrong:
                metric.Refuse(wrong, MetricFields.Alerting, "a mapping or a list of mappings");
                return null;
        }
    }

    public static string? Zone(MappingReader block, Field field)
    {
        var name = block.Text(field);
        if (!string.IsNullOrEmpty(name) && ZoneName.Find(name!) is null)
        {
            block.Findings.Add(Rules.AlertZone, block.Entry(field)!.Value.Span, "'" + MessageText.Shorten(name!) + "' is not an IANA time zone, such as Europe/Oslo or UTC.");
        }

        return name;
    }

    public static string? Dashboard(MappingReader block, Field field)
    {
        var address = block.Text(field);
        return string.IsNullOrEmpty(address) || IsAddress(address!, block.Entry(field)!.Value, field, block.Findings) ? address : null;
    }

    public static ValueList<KeyValuePair<string, string>>? Links(MappingReader block, Field field)
    {
        if (block.Value(field) is not { } entry)
        {
            return null;
        }

        if (entry.Value is not YamlMapping mapping)
        {
            block.Refuse(entry.Value, field, "a mapping of labels to addresses");
            return null;
        }

        var links = new List<KeyValuePair<string, string>>();
        foreach (var link in block.Findings.Entries(mapping))
        {
            if (link.Key.StringValue is not { } label)
            {
                ValueReader.Refuse(link.Key, "a link's label", "a string", block.Findings);
            }
            else if (link.Value.StringValue is not { } address)
            {
                block.Findings.Add(Rules.WrongType, link.ValueSpan, "The address of link '" + MessageText.Shorten(label) + "' must be a string.");
            }
            else if (IsAddress(address, link.Value, field, block.Findings))
            {
                links.Add(new KeyValuePair<string, string>(label, address));
            }
        }

        return links.ToValueList();
    }

    private static AlertingConfig Block(YamlMapping mapping, int intervalSeconds, FileFindings findings) =>
        AlertingFields.Block.Read(MappingReader.Create(mapping, AlertingFields.Block, findings)) with { AnomalyWindow = AnomalyWindowReader.Read(mapping, intervalSeconds, findings) };

    private static bool IsAddress(string text, YamlNode node, Field field, FileFindings findings)
    {
        var isAddress = text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);
        if (!isAddress)
        {
            findings.Add(Rules.Address, node.Span, "An address in '" + field.Name + "' must start with http:// or https://.");
        }

        return isAddress;
    }
}
