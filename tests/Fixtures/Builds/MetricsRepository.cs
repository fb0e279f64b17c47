using System.Globalization;
using System.Text;
using Detectkit.Build.Git;

namespace Detectkit.Build.EndToEnd;

/// <summary>A metrics repository in a temporary folder whose name has a blank and a letter beyond ASCII, with a project file and data.</summary>
internal sealed class MetricsRepository : IDisposable
{
    private const string ProjectFile = "shop.csproj";

    private readonly string folder = Directory.CreateTempSubdirectory("detectkit e2e é ").FullName;

    public MetricsRepository()
    {
        Root = Path.Combine(folder, "shop");
        Directory.CreateDirectory(Root);
        var repository = Recorded.RepositoryRoot;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        Write(ProjectFile, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <DetectkitTaskAssembly>{repository}/Detectkit.Build/bin/{configuration}/netstandard2.0/Detectkit.Build.dll</DetectkitTaskAssembly>
                <DetectkitWorkerAssembly>{repository}/Detectkit.Build/bin/{configuration}/net10.0/Detectkit.Worker.dll</DetectkitWorkerAssembly>
              </PropertyGroup>
              <Import Project="{repository}/Detectkit.Build/build/Detectkit.Build.props" />
              <Import Project="{repository}/Detectkit.Build/build/Detectkit.Build.targets" />
            </Project>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write(".gitignore", "obj/\nbin/\n");
        WriteSeries("orders");
    }

    public string Root { get; }

    public string Output => Path.Combine(Root, "obj", "detectkit");

    /// <summary>A repository with one metric whose detector flags far too much, committed.</summary>
    public static MetricsRepository WithOrders()
    {
        var repository = new MetricsRepository();
        repository.WriteMetric("orders");
        repository.CommitAll();
        return repository;
    }

    /// <summary>A metric over the data of <c>orders</c>.</summary>
    public void WriteMetric(string name, string? query = null, string extra = "") => Write($"metrics/{name}.yml", $$"""
        name: {{name}}
        interval: 10min
        query: |
          SELECT timestamp, value
          {{query ?? "FROM 'data/orders.csv'"}}
        detectors:
          - type: zscore
            params: {threshold: 1.0, window_size: 60}  # felt right
        autotune:
          incidents:
            - {start: "2026-01-04 10:00:00", end: "2026-01-04 11:00:00"}
            - {start: "2026-01-06 02:00:00", end: "2026-01-06 02:50:00"}
            - {start: "2026-01-09 20:00:00", end: "2026-01-09 20:40:00"}
        {{extra}}
        """.TrimEnd() + "\n");

    /// <summary>Ten days of smooth noise at ten-minute steps with three incidents.</summary>
    public void WriteSeries(string name)
    {
        var random = new Random(7);
        var text = new StringBuilder("timestamp,value\n");
        var start = new DateTime(2026, 1, 1);
        for (var i = 0; i < 1440; i++)
        {
            var stamp = start.AddMinutes(10 * i);
            var incident = i is (>= 492 and <= 498) or (>= 732 and <= 737) or (>= 1272 and <= 1276) ? 80 : 0;
            var value = 100 + (random.NextDouble() * 10) + incident;
            text.Append(CultureInfo.InvariantCulture, $"{stamp:yyyy-MM-dd HH:mm:ss},{value:F3}\n");
        }

        Write($"data/{name}.csv", text.ToString());
    }

    public void Write(string path, string content)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content.ReplaceLineEndings("\n"));
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public string Git(params string[] arguments) => IsolatedGit.Run(Root, arguments);

    public string CommitAll()
    {
        if (!Directory.Exists(Path.Combine(Root, ".git")))
        {
            Git("init", "-q", "-b", "main");
            Git("config", "user.name", "Ada Example");
            Git("config", "user.email", "ada@example.org");
        }

        Git("add", "-A");
        Git("commit", "-qm", "Change");
        return Git("rev-parse", "HEAD");
    }

    /// <summary>Runs a target of the project with the command line as a user has it.</summary>
    public BuildResult Build(string target, params string[] arguments) => RunningBuild.Start(this, target, arguments).Wait();

    public BuildResult Autotune(params string[] arguments) => Build("Autotune", arguments);

    /// <summary>The branch's commit, or null.</summary>
    public string? Branch() => IsolatedGit.TryRun(Root, "rev-parse", "-q", "--verify", "refs/heads/detectkit/autotune") is (0, var sha, _) ? sha : null;

    public string Tuned(string path) => Git("show", "detectkit/autotune:" + path);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
