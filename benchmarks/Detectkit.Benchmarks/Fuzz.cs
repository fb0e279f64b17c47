using System.Diagnostics;
using System.Globalization;
using Detectkit.Tests;

namespace Detectkit.Benchmarks;

/// <summary>Reads a hundred thousand damaged files and reports each that breaks what must hold, and the slowest.</summary>
internal static class Fuzz
{
    private const int Cases = 100_000;

    public static int Run(TextWriter output)
    {
        var root = Path.Combine(Recorded.RepositoryRoot, "samples", "storefront");
        var folders = new[] { "metrics", "incidents" }.Select(f => Path.Combine(root, f)).ToList();
        if (Recorded.SharedRoot is not null)
        {
            folders.AddRange(new[] { "metrics", "incidents" }.Select(f => Path.Combine(Recorded.Corpus, "nab", f)));
            folders.Add(Path.Combine(Recorded.Golden, "config-cases", "cases"));
        }

        var files = folders.SelectMany(f => Directory.GetFiles(f, "*.yml", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).Select(f => (Path: f, Bytes: File.ReadAllBytes(f))).ToList();
        var (faults, slowest) = (0, TimeSpan.Zero);
        var gate = new Lock();
        Parallel.For(0, Cases, number =>
        {
            var (path, good) = files[number % files.Count];
            var start = Stopwatch.GetTimestamp();
            string? fault;
            try
            {
                fault = FuzzedReading.Fault(path, MutatedFiles.Mutate(good, number));
            }
#pragma warning disable CA1031 // Whatever is thrown is what is looked for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                fault = e.ToString();
            }

            var time = Stopwatch.GetElapsedTime(start);
            lock (gate)
            {
                slowest = time > slowest ? time : slowest;
                if (fault is not null && ++faults <= 20)
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}, mutation {number}: {fault}"));
                }
            }
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Cases} damaged files of {files.Count} good ones: {faults} faults; the slowest took {slowest.TotalMilliseconds:0} ms"));
        return faults == 0 ? 0 : 1;
    }
}
