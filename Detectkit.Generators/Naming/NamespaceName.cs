using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Detectkit.Generators.Naming;

/// <summary>Makes a C# namespace of a project's root namespace, which may be any file name.</summary>
internal static class NamespaceName
{
    /// <summary>The namespace, with characters that C# refuses as underscores and keywords escaped.</summary>
    /// <param name="text">A root namespace or assembly name, such as <c>my-metrics</c>.</param>
    /// <returns>The namespace; empty where the text has no part that can be one.</returns>
    public static string From(string text) =>
        string.Join(".", text.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(Segment));

    private static string Segment(string text)
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
}
