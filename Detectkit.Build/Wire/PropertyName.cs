using System;

namespace Detectkit.Build.Wire;

/// <summary>Tells this tool's build properties from all others by how they begin.</summary>
internal static class PropertyName
{
    private static readonly string[] Beginnings = ["Autotune", "Detectkit"];

    public static bool IsOurs(string name) => Beginning(name).Length > 0;

    /// <summary>What is left of a name without the part that all have.</summary>
    public static string WithoutBeginning(string name) => name.Substring(Beginning(name).Length);

    private static string Beginning(string name) => Array.Find(Beginnings, b => name.StartsWith(b, StringComparison.OrdinalIgnoreCase)) ?? "";
}
