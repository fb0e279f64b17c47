using System.Globalization;
using System.Text;
using DuckDB.NET.Data;

namespace Detectkit.Benchmarks.Repository;

/// <summary>Makes a metrics repository of any size: data, metrics, labels and a project file, the same every time. It is not yet a git repository.</summary>
internal static class RepositoryMaker
{
    private const int MinutesPerPoint = 10;

    private static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    public static int Make(TextWriter output, string folder, int metrics, int points, string format)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            output.WriteLine($"'{folder}' is not empty.");
            return 1;
        }

        var feed = Path.Combine(Tests.Recorded.RepositoryRoot, "packages");
        if (VersionIn(feed) is not { } version)
        {
            output.WriteLine($"There is no package of Detectkit.Build in '{feed}': make it with 'dotnet pack -c Release Detectkit.Build -o packages'.");
            return 1;
        }

        Directory.CreateDirectory(Path.Combine(folder, "data"));
        WriteProject(folder, feed, version);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        for (var number = 0; number < metrics; number++)
        {
            var metric = new MadeMetric(number, points);
            WriteData(connection, Path.Combine(folder, "data", metric.Name + "." + format), metric, format);
            Write(Path.Combine(folder, "metrics", metric.Service, metric.Name + ".yml"), MetricText(metric, format));
            if (metric.IsLabelled)
            {
                Write(Path.Combine(folder, "incidents", metric.Name + ".yml"), LabelsText(metric));
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metrics} metrics of {points} points each are in {folder}"));
        return 0;
    }

    private static string? VersionIn(string feed)
    {
        const string start = "Detectkit.Build.";
        var newest = Directory.Exists(feed) ? new DirectoryInfo(feed).GetFiles(start + "*.nupkg").MaxBy(f => f.LastWriteTimeUtc) : null;
        return newest is null ? null : Path.GetFileNameWithoutExtension(newest.Name)[start.Length..];
    }

    // As a user has it: the package, of a folder, unpacked where no other version of it lies.
    private static void WriteProject(string folder, string feed, string version)
    {
        Write(Path.Combine(folder, "fleet.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Detectkit.Build" Version="{version}" PrivateAssets="all" />
              </ItemGroup>
            </Project>

            """);
        Write(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value=".packages" />
              </config>
              <packageSources>
                <clear />
                <add key="packages" value="{feed}" />
              </packageSources>
            </configuration>

            """);
        Write(Path.Combine(folder, "Directory.Build.props"), "<Project />\n");
        Write(Path.Combine(folder, "Directory.Build.targets"), "<Project />\n");
        Write(Path.Combine(folder, ".gitignore"), "obj/\nbin/\n.packages/\n");
    }

    private static string MetricText(MadeMetric metric, string format) => $$"""
        name: {{metric.Name}}
        description: {{metric.Shape.Name}} of {{metric.Service}}
        tags: [{{metric.Service}}, {{metric.Shape.Name}}]
        interval: {{MinutesPerPoint}}min
        query: |
          SELECT timestamp, value
          FROM 'data/{{metric.Name}}.{{format}}'
          ORDER BY timestamp
        seasonality_columns: [hour, day_of_week]

        # Copied from the metric beside it.
        detectors:
          - {{metric.Detector}}

        alerting:
          channels: [oncall-{{metric.Service}}]
          consecutive_anomalies: 2
        {{(metric.IsLabelled ? $"\nautotune:\n  labels_file: incidents/{metric.Name}.yml\n" : "")}}
        """;

    private static string LabelsText(MadeMetric metric)
    {
        var text = new StringBuilder($"metric: {metric.Name}\ntimezone: UTC\nincidents:\n");
        foreach (var incident in metric.Incidents)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{start: \"{Stamp(incident.First):yyyy-MM-dd HH:mm:ss}\", end: \"{Stamp(incident.Last):yyyy-MM-dd HH:mm:ss}\"}}\n");
        }

        return text.ToString();
    }

    private static void WriteData(DuckDBConnection connection, string path, MadeMetric metric, string format)
    {
        Execute(connection, "CREATE OR REPLACE TABLE series (timestamp TIMESTAMP, value DOUBLE)");
        using (var appender = connection.CreateAppender("series"))
        {
            for (var i = 0; i < metric.Values.Length; i++)
            {
                if (!double.IsNaN(metric.Values[i]))
                {
                    appender.CreateRow().AppendValue(Stamp(i)).AppendValue(metric.Values[i]).EndRow();
                }
            }
        }

        Execute(connection, $"COPY series TO '{path.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT {format})");
    }

    private static void Execute(DuckDBConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this program's own.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static DateTime Stamp(int point) => Start.AddMinutes(MinutesPerPoint * (double)point);

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
    }
}
