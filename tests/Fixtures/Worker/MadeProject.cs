using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Detectkit.Build.Worker;

/// <summary>A project of two labelled metrics in a temporary folder, tuned in this process.</summary>
internal sealed partial class MadeProject : IDisposable
{
    public MadeProject()
    {
        Root = Directory.CreateTempSubdirectory("detectkit-made-").FullName;
        WriteMetrics();
    }

    public string Root { get; }

    public WorkerRun Tune(string select, params (string Name, string Value)[] properties)
    {
        var run = new WorkerRun(Root, "out", [("AutotuneSelect", select), ("AutotuneDryRun", "true"), .. properties]);
        run.Autotune();
        return run;
    }

    /// <summary>Tunes, and does something else once every metric is searched, before anything is written about it.</summary>
    public WorkerRun TuneMeanwhile(string select, Action meanwhile, params (string Name, string Value)[] properties)
    {
        using var output = new MetricsDoneWriter(meanwhile);
        var run = new WorkerRun(Root, "out", output, _ => null, [("AutotuneSelect", select), ("AutotuneDryRun", "true"), .. properties]);
        run.Autotune();
        Assert.True(output.IsDone);
        return run;
    }

    /// <summary>All that a run has left, and its summary line.</summary>
    public string Files(string log) => log.TrimEnd().Split('\n')[^1] + "\n" + string.Concat(
        Directory.EnumerateFiles(Path.Combine(Root, "out"), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(f => f + "\n" + File.ReadAllText(f)));

    public void Replace(string path, string old, string by) =>
        Write(path, File.ReadAllText(Path.Combine(Root, path)).Replace(old, by, StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void WriteMetrics()
    {
        foreach (var name in new[] { "orders", "returns" })
        {
            var random = new Random(name.Length);
            var rows = new StringBuilder("timestamp,value\n");
            for (var i = 0; i < 1440; i++)
            {
                var incident = i is (>= 492 and <= 498) or (>= 732 and <= 737) or (>= 1272 and <= 1276) ? 80 : 0;
                rows.Append(CultureInfo.InvariantCulture, $"{new DateTime(2026, 1, 1).AddMinutes(10 * i):yyyy-MM-dd HH:mm:ss},{100 + (random.NextDouble() * 10) + incident:F3}\n");
            }

            Write($"data/{name}.csv", rows.ToString());
            Write($"incidents/{name}.yml", $"metric: {name}\nincidents:\n  - {{start: \"2026-01-04 10:00:00\", end: \"2026-01-04 11:00:00\"}}\n  - {{start: \"2026-01-06 02:00:00\", end: \"2026-01-06 02:50:00\"}}\n");
            Write($"metrics/{name}.yml", $"name: {name}\ninterval: 10min\nquery: FROM 'data/{name}.csv'\ndetectors:\n  - {{type: mad, params: {{window_size: 60}}}}  # by eye\nautotune:\n  labels_file: incidents/{name}.yml\n");
        }
    }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
        File.WriteAllText(Path.Combine(Root, path), text);
    }

    private sealed partial class MetricsDoneWriter(Action whenDone) : StringWriter
    {
        public bool IsDone { get; private set; }

        public override void Flush()
        {
            if (!IsDone && LastLine().IsMatch(ToString()))
            {
                IsDone = true;
                whenDone();
            }
        }

        [GeneratedRegex(@"^\[(\d+)/\1\] ", RegexOptions.Multiline)]
        private static partial Regex LastLine();
    }
}
