using System.Collections.Immutable;
using System.Text;
using Detectkit.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Detectkit.Generators.Pipeline;

/// <summary>The project that the code is made for.</summary>
internal sealed record Consumer(string RootNamespace, bool HasEngine, LanguageVersion Language)
{
    private const LanguageVersion OldestLanguage = LanguageVersion.CSharp12;

    public bool CanUseGeneratedCode => HasEngine && Language >= OldestLanguage;

    /// <summary>
    /// Looks at the project's options and references. Not at the compilation, which is another after every edit of C#.
    /// </summary>
    public static IncrementalValueProvider<Consumer> Read(IncrementalGeneratorInitializationContext context)
    {
        var rootNamespace = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => NamespaceOf(options.GlobalOptions));
        var hasEngine = context.MetadataReferencesProvider
            .Select(static (reference, _) => IsEngine(reference))
            .Where(static isEngine => isEngine)
            .Collect()
            .Select(static (found, _) => !found.IsEmpty);
        var language = context.ParseOptionsProvider
            .Select(static (options, _) => options is CSharpParseOptions csharp ? csharp.LanguageVersion : LanguageVersion.Default);
        return rootNamespace.Combine(hasEngine).Combine(language)
            .Select(static (all, _) => new Consumer(all.Left.Left, all.Left.Right, all.Right));
    }

    /// <returns>The folder; empty where the build does not say.</returns>
    public static string ProjectDirectoryOf(AnalyzerConfigOptions options) => Value(options, "ProjectDir") ?? "";

    /// <returns>The findings, which have no place in a file.</returns>
    public ValueList<Finding> Findings()
    {
        var findings = new List<Finding>();
        if (!HasEngine)
        {
            findings.Add(Problem(
                GeneratorRules.EngineMissing,
                "The typed metrics need the package Detectkit.Engine, which comes with Detectkit.Generators for net10.0 and later: target net10.0, or reference the package."));
        }
        else if (!CanUseGeneratedCode)
        {
            findings.Add(Problem(
                GeneratorRules.LanguageTooOld,
                "The typed metrics need C# " + OldestLanguage.ToDisplayString() + " or later, the project says " + Language.ToDisplayString() + ": remove LangVersion or raise it."));
        }

        return findings.ToValueList();
    }

    private static Finding Problem(Rule rule, string message) => new(rule, "", SourceSpan.FileStart, message);

    private static string NamespaceOf(AnalyzerConfigOptions options) =>
        ToNamespace(Value(options, "DetectkitNamespace") ?? Value(options, "RootNamespace") ?? "");

    /// <summary>A root namespace, which may be any file name, with characters that C# refuses as underscores and keywords escaped; empty where no part can be one.</summary>
    internal static string ToNamespace(string text) =>
        string.Join(".", text.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(ToSegment));

    private static string ToSegment(string text)
    {
        var result = new StringBuilder(text.Length + 1);
        foreach (var c in text.Trim())
        {
            result.Append(SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_');
        }

        if (result.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(result[0]))
        {
            result.Insert(0, '_');
        }

        var segment = result.ToString();
        return SyntaxFacts.GetKeywordKind(segment) == SyntaxKind.None ? segment : "@" + segment;
    }

    private static bool IsEngine(MetadataReference reference) => reference switch
    {
        CompilationReference project => project.Compilation.AssemblyName == "Detectkit.Engine",
        PortableExecutableReference { FilePath: { } path } =>
            path.Replace('\\', '/').EndsWith("/Detectkit.Engine.dll", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static string? Value(AnalyzerConfigOptions options, string property) =>
        options.TryGetValue("build_property." + property, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
