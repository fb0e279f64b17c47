namespace Detectkit.Configuration;

/// <summary>Names of detector types in YAML.</summary>
public static class DetectorTypeName
{
    /// <summary>The type of a name.</summary>
    /// <param name="name">The name, lower case.</param>
    /// <returns>The type, or null where there is none of that name.</returns>
    public static DetectorType? Parse(string name) => name switch
    {
        "mad" => DetectorType.Mad,
        "zscore" => DetectorType.ZScore,
        "iqr" => DetectorType.Iqr,
        "manual_bounds" => DetectorType.ManualBounds,
        "autoreg" => DetectorType.Autoreg,
        _ => null,
    };

    /// <summary>The name of a type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The name.</returns>
    public static string Of(DetectorType type) => type switch
    {
        DetectorType.Mad => "mad",
        DetectorType.ZScore => "zscore",
        DetectorType.Iqr => "iqr",
        DetectorType.Autoreg => "autoreg",
        _ => "manual_bounds",
    };
}
