using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Results;

/// <summary>Names everything that a search depends on: equal fingerprints, equal results.</summary>
internal static class SearchFingerprint
{
    private static readonly HashSet<string> Properties =
        BuildProperties.All.Where(p => p.Effect == PropertyEffect.Search).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names this version of the tool, in one word. Builds are deterministic: it changes with the code and with nothing else.</summary>
    public static string Tool { get; } =
        $"{typeof(TuningPipeline).Assembly.ManifestModule.ModuleVersionId:N}{typeof(SearchFingerprint).Assembly.ManifestModule.ModuleVersionId:N}";

    /// <summary>The fingerprint of a metric's search, 64 hex digits.</summary>
    public static string Of(MetricFile file, IncidentLabels labels, MetricSeries series, WorkerRequest request)
    {
        using var hash = SHA256.Create();
        using var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write);
        using var parts = new BinaryWriter(stream, Encoding.UTF8);
        parts.Write(Tool);
        parts.Write(file.DisplayName);
        Write(parts, file.Content.Span);
        foreach (var (name, value) in request.Properties.Where(p => p.Value.Length > 0 && Properties.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            parts.Write(name);
            parts.Write(value.Trim());
        }

        Write(parts, labels);
        Write(parts, series);
        parts.Flush();
        stream.FlushFinalBlock();
        return Convert.ToHexStringLower(hash.Hash!);
    }

    private static void Write(BinaryWriter parts, IncidentLabels labels)
    {
        parts.Write(labels.Incidents.Count);
        foreach (var incident in labels.Incidents)
        {
            parts.Write(incident.Start.Ticks);
            parts.Write(incident.End.Ticks);
            parts.Write(incident.IsPoint);
            parts.Write(incident.Label ?? "\0");
        }
    }

    private static void Write(BinaryWriter parts, MetricSeries series)
    {
        parts.Write(series.StartMilliseconds);
        parts.Write(series.IntervalSeconds);
        Write(parts, MemoryMarshal.AsBytes(series.Values));
        foreach (var column in series.Columns)
        {
            parts.Write(column.Name);
            parts.Write(column.IsCalendar);
            if (column.IsCalendar)
            {
                continue;
            }

            foreach (var label in column.Labels)
            {
                parts.Write(label);
            }

            Write(parts, MemoryMarshal.AsBytes(column.Keys.Span));
        }
    }

    // With its length, so that no two sequences of parts look alike.
    private static void Write(BinaryWriter parts, ReadOnlySpan<byte> bytes)
    {
        parts.Write(bytes.Length);
        parts.Write(bytes);
    }
}
