using System.Xml.Linq;
using Detectkit.Tests;

namespace Detectkit.Build.Tests.Packages;

[Collection(PackageCollection.Name)]
public class ServiceTests(PackageFeed feed)
{
    [Fact]
    public void A_service_loads_a_history_and_detects_as_the_docs_show()
    {
        using var service = new Consumer(feed, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Detectkit.Runtime" Version="{feed.Version}" />
                <PackageReference Include="DuckDB.NET.Data.Full" Version="{VersionOf("DuckDB.NET.Data.Full")}" />
              </ItemGroup>
            </Project>
            """);
        service.Write("Program.cs", DocumentedProgram());
        service.Write("detectkit_project.yml", "name: shop\ndefault_profile: warehouse\n");
        service.Write("profiles.yml", "profiles:\n  warehouse: {type: duckdb}\n");
        service.Write("metrics/orders.yml", """
            name: orders
            interval: 10min
            query: |
              SELECT TIMESTAMP '2026-01-01' + INTERVAL (10 * i) MINUTE AS timestamp, 100 + i * 7919 % 13 + if(i = 900, 80, 0) AS value FROM range(1000) t(i)
            detectors:
              - {type: mad, params: {threshold: 6, window_size: 144}}

            """);

        service.Build().Succeeded();

        Assert.Equal("1000 points, 1 anomalous", service.Dotnet("exec", "bin/Debug/net10.0/Shop.dll").Succeeded().Trim());

        service.Write("metrics/orders.yml", "name: orders\ninterval: 10min\nquery: SELECT 1 FROM nothing\ndetectors: [{type: mad}]\n");
        var failed = service.Dotnet("exec", "bin/Debug/net10.0/Shop.dll");
        Assert.Equal(1, failed.ExitCode);
        Assert.StartsWith("DTK0404: Catalog Error: Table with name nothing does not exist", failed.Output, StringComparison.Ordinal);
    }

    private static string DocumentedProgram() =>
        File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "docs", "databases.md")).Split("## In a service")[1].Split("```csharp\n")[1].Split("```")[0];

    private static string VersionOf(string package) => XDocument.Load(Path.Combine(Recorded.RepositoryRoot, "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(p => (string?)p.Attribute("Include") == package).Attribute("Version")!.Value;
}
