using System.Diagnostics;
using System.Globalization;
using System.Text;
using Detectkit.Build.Git;
using Detectkit.Build.Wire;

namespace Detectkit.Build.EndToEnd;

/// <summary>The worker in a process of its own, as the build's task starts it, tuning one small metric without labels.</summary>
internal sealed class TuningWorker : IDisposable
{
    public const string Metric = "name: orders\ninterval: 10min\nquery: FROM 'data/orders.csv'\ndetectors:\n  - type: zscore\n    params: {threshold: 1.0, window_size: 60}  # felt right\n";

    private readonly Process process;
    private readonly Task<string> errors;
    private readonly StringBuilder said = new();

    private TuningWorker(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>A repository whose one commit holds the metrics and their data.</summary>
    public static TemporaryRepository Repository(string? attributes = null, params string[] metrics)
    {
        var repository = TemporaryRepository.WithMetric(Metric, attributes);
        WriteFiles(repository, metrics);
        repository.CommitAll("Add data");
        return repository;
    }

    /// <summary>Writes the data and what else a project has.</summary>
    public static void WriteFiles(TemporaryRepository project, params string[] metrics)
    {
        var random = new Random(7);
        var rows = new StringBuilder("timestamp,value\n");
        for (var i = 0; i < 300; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{new DateTime(2026, 1, 1).AddMinutes(10 * i):yyyy-MM-dd HH:mm:ss},{100 + (random.NextDouble() * 10):F3}\n");
        }

        project.Write("data/orders.csv", rows.ToString());
        project.Write(".gitignore", "obj/\n");
        foreach (var name in metrics)
        {
            project.Write($"metrics/{name}.yml", Metric.Replace("name: orders", "name: " + name, StringComparison.Ordinal));
        }
    }

    public static TuningWorker Start(string root, params (string Name, string Value)[] properties)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = IsolatedGit.Start(
            "dotnet", root, ["exec", Path.Combine(Recorded.RepositoryRoot, "Detectkit.Build", "bin", configuration, "net10.0", "Detectkit.Worker.dll")]);
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        process.StandardInput.Write(RequestText.Write(
        [
            new(RequestName.Command, "autotune"),
            new(RequestName.Project, Path.Combine(root, "shop.csproj")),
            new("AutotuneHoldout", "0"),
            new("AutotuneForceChange", "true"),
            .. properties.Select(p => new KeyValuePair<string, string>(p.Name, p.Value)),
            .. Directory.GetFiles(Path.Combine(root, "metrics")).Order(StringComparer.Ordinal).Select(f => new KeyValuePair<string, string>(RequestName.File, "Metric:" + f)),
        ]));
        process.StandardInput.Flush();
        return new TuningWorker(process);
    }

    public static (int ExitCode, string Text) Run(string root, params (string Name, string Value)[] properties)
    {
        using var worker = Start(root, properties);
        return worker.End();
    }

    /// <summary>Reads on to the line that says that a metric is tuned: what comes next is the commit.</summary>
    public void WaitForTuning()
    {
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
            said.AppendLine(line);
        }
        while (line is not null && !line.StartsWith("[1/1]", StringComparison.Ordinal));
        Assert.True(line is not null, said.ToString());
    }

    public (int ExitCode, string Text) End()
    {
        said.Append(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return (process.ExitCode, said.Append(errors.GetAwaiter().GetResult()).ToString());
    }

    /// <summary>Kills it after a delay, unless it has ended by then.</summary>
    public void KillAfter(int milliseconds)
    {
        if (!process.WaitForExit(milliseconds))
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    public void Dispose() => process.Dispose();
}
