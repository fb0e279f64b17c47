using System.Text.RegularExpressions;

namespace Detectkit.Build.Tests.Packages;

[Collection(PackageCollection.Name)]
public class PackageReferenceTests(PackageFeed feed)
{
    private const string Strict = """
        <OutputType>Exe</OutputType>
        <Nullable>enable</Nullable>
        <AnalysisMode>All</AnalysisMode>
        <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
        <GenerateDocumentationFile>true</GenerateDocumentationFile>
        <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
        """;

    private const string Program = """
        // The engine comes with the generators, at compile time and at run time.
        System.Console.WriteLine(string.Join(" ",
            Shop.Metrics.ApiErrorRate.Name,
            Shop.Metrics.ApiErrorRate.Detector1.WindowSize,
            Shop.Metrics.All.Count,
            Shop.Metrics.Find("api_error_rate")?.Detectors[0].Type));

        """;

    [Theory]
    [InlineData("12")]
    [InlineData("latest")]
    public void Two_package_references_give_the_strictest_consumer_types_that_run(string languageVersion)
    {
        using var consumer = new Consumer(feed, Consumer.ProjectFile(feed, Strict + $"<LangVersion>{languageVersion}</LangVersion>"));
        consumer.Write("metrics/api_error_rate.yml", Consumer.ValidMetric);
        consumer.Write("Program.cs", Program);

        var build = consumer.Build().Succeeded();
        var run = consumer.Dotnet("exec", "bin/Debug/net10.0/Shop.dll").Succeeded();

        Assert.Contains("0 Warning(s)", build, StringComparison.Ordinal);
        Assert.Equal("api_error_rate 288 1 Mad", run.Trim());
    }

    [Fact]
    public void A_repository_without_any_csharp_file_tunes_and_hears_of_a_mistake_from_compiler_and_task_alike()
    {
        using var consumer = new Consumer(feed, Consumer.ProjectFile(feed));
        consumer.CopyTemplate("metrics", "incidents", "data");
        consumer.Write("metrics/sub folder/api_error_rate.yml", Consumer.ValidMetric);
        consumer.Write(".gitignore", "bin/\nobj/\n");
        consumer.Commit();

        var tuned = consumer.Build("-t:Autotune", "-p:AutotuneSelect=orders").Succeeded();

        Assert.Contains("1 tuned", tuned, StringComparison.Ordinal);
        Assert.Equal("metrics/orders.yml", consumer.Git("diff", "--name-only", "main", "detectkit/autotune").Trim());
        Assert.Empty(consumer.Git("status", "--porcelain"));

        consumer.Write("metrics/sub folder/api_error_rate.yml", Consumer.ValidMetric
            .Replace("threshold: 4.5", "threshold: high", StringComparison.Ordinal)
            .Replace("window_size", "windowsize", StringComparison.Ordinal));
        var fromCompiler = consumer.Build();
        var fromTask = consumer.Build("-t:Autotune");

        Assert.NotEqual(0, fromCompiler.ExitCode);
        Assert.NotEqual(0, fromTask.ExitCode);
        Assert.Collection(
            Findings(fromCompiler),
            first => Assert.StartsWith("metrics/sub folder/api_error_rate.yml(14,18): error DTK", first, StringComparison.Ordinal),
            second => Assert.StartsWith("metrics/sub folder/api_error_rate.yml(15,7): error DTK", second, StringComparison.Ordinal));
        Assert.Equal(string.Join("\n", Findings(fromCompiler)), string.Join("\n", Findings(fromTask)));
    }

    [Fact]
    public void A_project_of_one_line_builds_by_the_project_sdk()
    {
        using var consumer = new Consumer(feed, "<Project Sdk=\"Detectkit.Sdk\" />");
        consumer.Write("global.json", $$"""{ "msbuild-sdks": { "Detectkit.Sdk": "{{feed.Version}}" } }""");
        consumer.Write("metrics/api_error_rate.yml", Consumer.ValidMetric);
        consumer.Write("Code.cs", "namespace Shop;\npublic static class Code { public static int Window => Metrics.ApiErrorRate.Detector1.WindowSize; }\n");

        consumer.Build().Succeeded();
    }

    [Fact]
    public void The_template_makes_a_repository_that_builds_and_tunes_at_once()
    {
        using var consumer = new Consumer(feed, projectFile: null);
        var hive = Path.Combine(feed.Folder, "..", "templates");
        consumer.Dotnet("new", "install", Path.Combine(feed.Folder, $"Detectkit.Templates.{feed.Version}.nupkg"), "--debug:custom-hive", hive).Succeeded();
        consumer.Dotnet("new", "detectkit-metrics", "-n", "Shop", "-o", ".", "--debug:custom-hive", hive).Succeeded();
        Assert.True(File.Exists(Path.Combine(consumer.Folder, "schemas", "metric.schema.json")));
        consumer.Commit();

        consumer.Build().Succeeded();
        var run = consumer.Build("-t:Autotune").Succeeded();

        Assert.True(run.Contains("1 tuned", StringComparison.Ordinal), run);
        Assert.Contains("metrics/orders.yml", consumer.Git("diff", "--name-only", "main", "detectkit/autotune"), StringComparison.Ordinal);
        Assert.Empty(consumer.Git("status", "--porcelain"));
    }

    /// <summary>What a build says about metric files, without what MSBuild repeats at its end and appends to each line, and the page that the compiler adds.</summary>
    private static string[] Findings(DotnetCommand build) =>
        [.. Regex.Matches(build.Output, @"(metrics/[^\n]*: (?:error|warning) DTK\d{4}: [^\n]*?)(?: \(docs/[^)\n]*\))?(?: \[[^\n]*)?\r?$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Order(StringComparer.Ordinal)];
}
