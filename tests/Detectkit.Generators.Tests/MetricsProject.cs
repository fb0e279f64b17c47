extern alias generator;
using System.Collections.Immutable;
using generator::Detectkit.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Detectkit.Generators.Tests;

/// <summary>A consumer's project in memory: its files, options and C#.</summary>
internal sealed record MetricsProject
{
    private const string Root = "/repo/Shop/";

    public ImmutableList<ProjectText> Files { get; init; } = [];

    public ImmutableDictionary<string, string> Properties { get; init; } =
        ImmutableDictionary<string, string>.Empty.Add("build_property.RootNamespace", "Shop").Add("build_property.ProjectDir", Root);

    public string Code { get; init; } = "";

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public bool HasEngine { get; init; } = true;

    public static MetricsProject Of(params string[] metrics) =>
        metrics.Aggregate(new MetricsProject(), (project, text) => project.With($"metrics/metric{project.Files.Count + 1}.yml", text));

    public MetricsProject With(string path, string text, string kind = "metric") =>
        this with { Files = Files.Where(f => f.RelativePath != path).Append(new ProjectText(Root + path, path, kind, text)).ToImmutableList() };

    public CSharpGeneratorDriver NewDriver(bool tracksSteps = true) => CSharpGeneratorDriver.Create(
        [new MetricsGenerator().AsSourceGenerator()],
        Files,
        ParseOptions,
        new Options(this),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracksSteps));

    public CSharpParseOptions ParseOptions => new(Language, DocumentationMode.Diagnose);

    public CSharpCompilation NewCompilation() => CSharpCompilation.Create(
        "Shop",
        [CSharpSyntaxTree.ParseText(Code, ParseOptions, "Program.cs")],
        References(HasEngine),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            warningLevel: 9999));

    public GeneratorDriverRunResult Run() => NewDriver().RunGenerators(NewCompilation()).GetRunResult();

    /// <summary>The diagnostics as the compiler prints them, with paths from the project's root.</summary>
    public IReadOnlyList<string> Diagnostics() =>
        [.. Run().Diagnostics.Select(d => d.ToString().Replace(Root, "", StringComparison.Ordinal))];

    public string Generated(string hintName) =>
        Run().Results.Single().GeneratedSources.Single(s => s.HintName == hintName).SourceText.ToString();

    private static IEnumerable<MetadataReference> References(bool engine) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || (engine && name == "Detectkit.Engine.dll")))
            .Select(path => MetadataReference.CreateFromFile(path));

    private sealed class Options(MetricsProject project) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(project.Properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(ImmutableDictionary<string, string>.Empty);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(ImmutableDictionary<string, string>.Empty
            .Add("build_metadata.AdditionalFiles.DetectkitKind", ((ProjectText)textFile).Kind));
    }

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}

/// <summary>A file of the project.</summary>
internal sealed class ProjectText(string path, string relativePath, string kind, SourceText text) : AdditionalText
{
    public ProjectText(string path, string relativePath, string kind, string text)
        : this(path, relativePath, kind, SourceText.From(text))
    {
    }

    public string RelativePath => relativePath;

    public string Kind => kind;

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => text;
}
