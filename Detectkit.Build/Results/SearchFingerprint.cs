using System.Buffers.Binary;
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
internal sealed class SearchFingerprint : IDisposable
{
    private static readonly HashSet<string> Properties =
        BuildProperties.All.Where(p => p.Effect == PropertyEffect.Search).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private SearchFingerprint()
    {
    }

    /// <summary>Names this version of the tool, in one word. Builds are deterministic: it changes with the code and with nothing else.</summary>
    public static string Tool { get; } =
        $"{typeof(TuningPipeline).Assembly.ManifestModule.ModuleVersionId:N}{typeof(SearchFingerprint).Assembly.ManifestModule.ModuleVersionId:N}";

    /// <summary>Takes the fingerprint of a metric's search.</summary>
    public static string Of(MetricFile file, IncidentLabels labels, MetricSeries series, WorkerRequest request)
    {
        using var fingerprint = new SearchFingerprint();
        fingerprint.Add(Tool);
        fingerprint.Add(file.DisplayName);
        fingerprint.Add(file.Content.Span);
        foreach (var (name, value) in request.Properties.Where(p => p.Value.Length > 0 && Properties.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            fingerprint.Add(name);
            fingerprint.Add(value.Trim());
        }

        fingerprint.Add(labels);
        fingerprint.Add(series);
        return Convert.ToHexStringLower(fingerprint.hash.GetHashAndReset());
    }

    public void Dispose() => hash.Dispose();

    private void Add(IncidentLabels labels)
    {
        Add(labels.Incidents.Count);
        foreach (var incident in labels.Incidents)
        {
            Add(incident.Start.Ticks);
            Add(incident.End.Ticks);
            Add(incident.IsPoint ? 1 : 0);
            Add(incident.Label ?? "\0");
        }
    }

    private void Add(MetricSeries series)
    {
        Add(series.StartMilliseconds);
        Add(series.IntervalSeconds);
        Add(MemoryMarshal.AsBytes(series.Values));
        foreach (var column in series.Columns)
        {
            Add(column.Name);
            Add(column.IsCalendar ? 1 : 0);
            if (column.IsCalendar)
            {
                continue;
            }

            foreach (var label in column.Labels)
            {
                Add(label);
            }

            Add(MemoryMarshal.AsBytes(column.Keys.Span));
        }
    }

    private void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    // With its length, so that no two sequences of parts look alike.
    private void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        hash.AppendData(bytes);
    }
}
