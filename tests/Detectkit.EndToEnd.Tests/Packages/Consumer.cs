using System.Diagnostics;
using Detectkit.Tests;

namespace Detectkit.Build.Tests.Packages;

/// <summary>A stranger's repository outside this one, in a folder whose path is not easy, with nothing but the folder feed.</summary>
internal sealed class Consumer : IDisposable
{
    public const string ValidMetric = """
        name: api_error_rate
        description: 5xx error rate of the public API
        tags: [api, critical]
        interval: 5min
        query: |
          SELECT timestamp, value
          FROM 'data/api_error_rate.csv'
          WHERE timestamp >= '{{ dtk_start_time }}' AND timestamp < '{{ dtk_end_time }}'
        loading_start_time: "2026-01-01 00:00:00"
        seasonality_columns: [hour, day_of_week]
        detectors:
          - type: mad
            params:
              threshold: 4.5
              window_size: 288
              seasonality_components: [hour, [hour, day_of_week]]
        alerting:
          consecutive_anomalies: 2

        """;

    private readonly string root = Directory.CreateTempSubdirectory("detectkit-consumer-").FullName;
    private readonly PackageFeed feed;

    public Consumer(PackageFeed feed, string? projectFile)
    {
        this.feed = feed;
        Directory.CreateDirectory(Folder);
        if (projectFile is not null)
        {
            Write("Shop.csproj", projectFile);
            Write("Directory.Build.props", "<Project />");
            Write("Directory.Build.targets", "<Project />");
        }

        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="detectkit" value="{feed.Folder}" />
                <add key="others" value="{PackageFeed.ThirdPartyFolder}" />
              </packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
              <auditSources><clear /></auditSources>
            </configuration>
            """);
    }

    /// <summary>The repository's folder: spaces, letters beyond ASCII, and characters that mean something to MSBuild or in a glob.</summary>
    public string Folder => Path.Combine(root, "Größe & Übersicht [метрики] (1)");

    /// <summary>A project file with the two package references and nothing else but the given properties.</summary>
    public static string ProjectFile(PackageFeed feed, string properties = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Detectkit.Build" Version="{feed.Version}" PrivateAssets="all" />
            <PackageReference Include="Detectkit.Generators" Version="{feed.Version}" PrivateAssets="all" />
          </ItemGroup>
        </Project>
        """;

    public void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Copies folders of the repository that the template makes.</summary>
    public void CopyTemplate(params string[] folders)
    {
        var template = Path.Combine(Recorded.RepositoryRoot, "templates", "Detectkit.Templates", "content", "detectkit-metrics");
        foreach (var file in folders.SelectMany(folder => Directory.GetFiles(Path.Combine(template, folder))))
        {
            Write(Path.GetRelativePath(template, file), File.ReadAllText(file));
        }
    }

    public void Commit()
    {
        Git("init", "-q", "-b", "main");
        Git("add", "-A");
        Git("commit", "-q", "-m", "Start");
    }

    public DotnetCommand Dotnet(params string[] arguments) =>
        DotnetCommand.Run(Folder, new Dictionary<string, string> { ["NUGET_PACKAGES"] = feed.PackagesFolder }, arguments);

    public string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "user.name=Consumer", "-c", "user.email=consumer@example.org", .. arguments])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true,
        })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output;
    }

    public DotnetCommand Build(params string[] arguments) => Dotnet(["build", "-tl:off", "-v:minimal", .. arguments]);

    public void Dispose() => Directory.Delete(root, recursive: true);
}
