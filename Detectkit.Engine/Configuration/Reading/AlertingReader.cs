using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Reads <c>alerting</c>: one block, or a list of blocks.</summary>
internal static class AlertingReader
{
    /// <summary>The blocks, in file order.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="intervalSeconds">Its interval, in which windows are counted.</param>
    public static ValueList<AlertingConfig> Read(MappingReader metric, int intervalSeconds)
    {
        if (metric.Value(MetricFields.Alerting) is not { } entry)
        {
            return [];
        }

        switch (entry.Value)
        {
            case YamlMapping single:
                return [Block(single, intervalSeconds, metric.Findings)];
            case YamlSequence list:
                foreach (var wrong in list.Items.Where(i => i is not YamlMapping))
                {
                    ValueReader.Refuse(wrong, "an alerting block", "a mapping", metric.Findings);
                }

                return list.Items.OfType<YamlMapping>().Select(block => Block(block, intervalSeconds, metric.Findings)).ToValueList();
            default:
                metric.Refuse(entry.Value, MetricFields.Alerting, "a mapping or a list of mappings");
                return [];
        }
    }

    private static AlertingConfig Block(YamlMapping mapping, int intervalSeconds, FileFindings findings)
    {
        var block = MappingReader.Of(mapping, AlertingFields.Block, findings);
        var plain = new AlertingConfig();
        var enabled = block.Boolean(AlertingFields.Enabled) ?? plain.Enabled;
        var channels = block.TextList(AlertingFields.Channels) ?? [];

        // The reference's alert step looks at no other block.
        var isActive = enabled && channels.Count > 0;
        return new AlertingConfig
        {
            Enabled = enabled,
            Timezone = Zone(block),
            Channels = channels,
            MinDetectors = block.Whole(AlertingFields.MinDetectors) ?? plain.MinDetectors,
            Direction = DirectionOf(block.Text(AlertingFields.Direction)),
            ConsecutiveAnomalies = block.Whole(AlertingFields.ConsecutiveAnomalies) ?? plain.ConsecutiveAnomalies,
            AnomalyWindow = AnomalyWindowReader.Read(mapping, intervalSeconds, findings),
            NoDataAlert = block.Boolean(AlertingFields.NoDataAlert) ?? plain.NoDataAlert,
            TemplateSingle = block.Text(AlertingFields.TemplateSingle),
            TemplateConsecutive = block.Text(AlertingFields.TemplateConsecutive),
            TemplateRecovery = block.Text(AlertingFields.TemplateRecovery),
            TemplateNoData = block.Text(AlertingFields.TemplateNoData),
            AlertCooldown = IntervalReader.Cooldown(block, isActive),
            CooldownResetOnRecovery = block.Boolean(AlertingFields.CooldownResetOnRecovery) ?? plain.CooldownResetOnRecovery,
            NotifyOnRecovery = block.Boolean(AlertingFields.NotifyOnRecovery) ?? plain.NotifyOnRecovery,
            Mentions = block.TextList(AlertingFields.Mentions) ?? [],
            SuppressUntil = StampReader.Read(block, AlertingFields.SuppressUntil, isActive ? Rules.TimeFormat : Rules.InactiveSetting),
            DashboardUrl = Dashboard(block),
            Links = Links(block),
        };
    }

    private static string? Zone(MappingReader block)
    {
        var name = block.Text(AlertingFields.Timezone);
        if (!string.IsNullOrEmpty(name) && ZoneName.Find(name!) is null)
        {
            block.Findings.Add(
                Rules.AlertZone, block.Entry(AlertingFields.Timezone)!.Value.Span, "'" + MessageText.Shorten(name!) + "' is not an IANA time zone, such as Europe/Oslo or UTC.");
        }

        return name;
    }

    private static AlertDirection DirectionOf(string? name) => name switch
    {
        "any" => AlertDirection.Any,
        "up" => AlertDirection.Up,
        "down" => AlertDirection.Down,
        _ => AlertDirection.Same,
    };

    private static string? Dashboard(MappingReader block)
    {
        var address = block.Text(AlertingFields.DashboardUrl);
        if (string.IsNullOrEmpty(address) || IsAddress(address!))
        {
            return address;
        }

        RefuseAddress(block.Entry(AlertingFields.DashboardUrl)!.Value, "dashboard_url", block.Findings);
        return null;
    }

    private static ValueList<KeyValuePair<string, string>> Links(MappingReader block)
    {
        var field = AlertingFields.Links;
        if (block.Value(field) is not { } entry)
        {
            return [];
        }

        if (entry.Value is not YamlMapping mapping)
        {
            block.Refuse(entry.Value, field, "a mapping of labels to addresses");
            return [];
        }

        var links = new List<KeyValuePair<string, string>>();
        foreach (var link in MappingKeys.Effective(mapping, duplicate => DuplicateKeys.Report(duplicate, block.Findings)))
        {
            if (ValueReader.TextOf(link.Key) is not { } label)
            {
                ValueReader.Refuse(link.Key, "a link's label", "a string", block.Findings);
            }
            else if (ValueReader.TextOf(link.Value) is not { } address)
            {
                block.Findings.Add(Rules.WrongType, link.ValueSpan, "The address of link '" + MessageText.Shorten(label) + "' must be a string.");
            }
            else if (!IsAddress(address))
            {
                RefuseAddress(link.Value, "links", block.Findings);
            }
            else
            {
                links.Add(new KeyValuePair<string, string>(label, address));
            }
        }

        return links.ToValueList();
    }

    private static bool IsAddress(string text) =>
        text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);

    private static void RefuseAddress(YamlNode node, string where, FileFindings findings) =>
        findings.Add(Rules.Address, node.Span, "An address in '" + where + "' must start with http:// or https://.");
}
