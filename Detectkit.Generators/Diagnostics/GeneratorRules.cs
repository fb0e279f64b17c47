using Detectkit.Configuration;

namespace Detectkit.Generators.Diagnostics;

/// <summary>The diagnostics that only the generator makes, <c>DTK06xx</c>; those about a file's content are the engine's.</summary>
internal static class GeneratorRules
{
    /// <summary>Two metrics meet in one class.</summary>
    public static readonly Rule ClassTaken = Error("DTK0601", "Two metrics meet in one class name");

    /// <summary>The consumer does not reference the engine.</summary>
    public static readonly Rule EngineMissing = Error("DTK0602", "The project does not reference Detectkit.Engine");

    public static readonly Rule LanguageTooOld = Error("DTK0603", "The project's C# version is too old");

    public static readonly Rule Unexpected = Error("DTK0604", "The generator failed on a file");

    private static Rule Error(string id, string title) => new(id, FindingSeverity.Error, title);
}
