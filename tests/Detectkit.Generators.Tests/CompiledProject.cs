using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Detectkit.Generators.Tests;

/// <summary>Compiles a consumer's project with what is generated for it.</summary>
internal static class CompiledProject
{
    /// <summary>Compiles, warnings being errors, and loads the result.</summary>
    public static Assembly Load(this MetricsProject project, bool expectErrors = false)
    {
        project.NewDriver().RunGeneratorsAndUpdateCompilation(project.NewCompilation(), out var compilation, out var diagnostics);
        Assert.Equal(expectErrors, diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(10)) + "\n" + string.Join("\n\n", compilation.SyntaxTrees.Skip(1)));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }
}
