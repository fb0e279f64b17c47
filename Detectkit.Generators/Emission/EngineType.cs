namespace Detectkit.Generators.Emission;

/// <summary>Full names of the engine's types: a metric's class or a user's type may bear the same short name.</summary>
internal static class EngineType
{
    /// <summary>The full name of a type of the engine's configuration.</summary>
    /// <param name="name">The type's short name.</param>
    /// <returns>The name from the global namespace.</returns>
    public static string Named(string name) => "global::Detectkit.Configuration." + name;
}
