namespace Detectkit.Configuration;

/// <summary>Is told a detector's parameters one after the other; a value object for each would be garbage where only their text is wanted.</summary>
internal interface IParameterListener
{
    /// <summary>A text.</summary>
    void Text(string name, string value);

    /// <summary>A whole number.</summary>
    void Whole(string name, long value);

    /// <summary>A floating-point number.</summary>
    void Number(string name, double value);

    /// <summary>Seasonality components.</summary>
    void Seasons(string name, ValueList<SeasonalityComponent> value);
}
