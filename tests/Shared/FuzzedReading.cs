using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Labels;

namespace Detectkit.Tests;

/// <summary>Reads a file of any kind and checks what must hold whatever is in it.</summary>
internal static class FuzzedReading
{
    /// <summary>Reads; says what is wrong with the reading, or null.</summary>
    public static string? Fault(string path, byte[] file)
    {
        var kind = path.Contains("incidents", StringComparison.Ordinal) ? "labels" : path.EndsWith("profiles.yml", StringComparison.Ordinal) ? "profiles" : "metric";
        var (findings, isRead) = kind switch
        {
            "labels" => Of(LabelReader.Read(path, file)),
            "profiles" => (ProfilesReader.Read(path, file).Findings, true),
            _ => Of(MetricReader.Read(path, file)),
        };
        var lines = 1 + file.Count(b => b is (byte)'\n' or (byte)'\r') + file.Count(b => b is 0x85 or 0xA8 or 0xA9);
        foreach (var finding in findings)
        {
            if (finding.Span.Start.Line < 1 || finding.Span.Start.Line > lines + 1 || finding.Span.Start.Column < 1)
            {
                return $"{finding.Rule.Id} at {finding.Span.Start.Line},{finding.Span.Start.Column} of {lines} lines";
            }

            if (finding.Message.Contains('\n', StringComparison.Ordinal) || finding.Message.Length is 0 or > 1000)
            {
                return finding.Rule.Id + " has a message of " + finding.Message.Length + " characters: " + finding.Message;
            }
        }

        var hasErrors = findings.Any(f => f.Rule.Severity == FindingSeverity.Error);
        return isRead == hasErrors && kind != "profiles" ? (isRead ? "read in spite of an error" : "neither read nor refused") : null;
    }

    private static (ValueList<Finding> Findings, bool IsRead) Of(MetricReading reading) => (reading.Findings, reading.Metric is not null);

    private static (ValueList<Finding> Findings, bool IsRead) Of(LabelReading reading) => (reading.Findings, reading.Labels is not null);
}
