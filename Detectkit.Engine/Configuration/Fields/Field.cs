using System.Globalization;

namespace Detectkit.Configuration.Fields;

/// <summary>What kind of value a field takes.</summary>
internal enum FieldKind
{
    Text,
    Boolean,

    Whole,
    Number,

    /// <summary>Seconds, or a text such as <c>10min</c>.</summary>
    Interval,

    TextList,

    Mapping,

    MappingList,

    /// <summary>One mapping with known fields, or a list of them.</summary>
    MappingOrList,

    TextMap,

    Parameters,

    /// <summary>A date or time, quoted or not.</summary>
    Time,

    /// <summary>A number of points, or a text such as <c>6h</c>.</summary>
    HalfLife,

    Components,
    Any,
}

/// <summary>One field of a mapping: all that reading, suggestions and the JSON schema need to know of it.</summary>
internal record Field(string Name, FieldKind Kind, string Description)
{
    public bool IsRequired { get; init; }

    /// <summary>Whether null counts as leaving it out; else null is an error.</summary>
    public bool AllowsNull { get; init; } = true;

    /// <summary>The value if it is left out; null if there is none.</summary>
    public ParameterValue? Default { get; init; }

    public double? Minimum { get; init; }

    public bool MinimumExcluded { get; init; }

    public double? Maximum { get; init; }

    public bool MaximumExcluded { get; init; }

    /// <summary>The allowed texts, of a list those of its items; empty if any will do.</summary>
    public ValueList<string> Choices { get; init; } = [];

    /// <summary>Whether a list must have an item, a text a character.</summary>
    public bool IsNotEmpty { get; init; }

    /// <summary>Whether the items of a list must differ.</summary>
    public bool IsDistinct { get; init; }

    public string? Pattern { get; init; }

    /// <summary>What the mapping or the mappings hold.</summary>
    public Shape? Shape { get; init; }

    public bool IsDeprecated { get; init; }

    /// <summary>Whether only later versions of the reference take the field.</summary>
    public bool IsLater { get; init; }

    /// <summary>The range of a number in words: <c>above 0</c>, <c>at least 1 and at most 1000000</c>.</summary>
    public string Range
    {
        get
        {
            var low = Minimum is { } minimum ? (MinimumExcluded ? "above " : "at least ") + minimum.ToString("R", CultureInfo.InvariantCulture) : "";
            var high = Maximum is { } maximum ? (MaximumExcluded ? "below " : "at most ") + maximum.ToString("R", CultureInfo.InvariantCulture) : "";
            return low.Length > 0 && high.Length > 0 ? low + " and " + high : low.Length + high.Length > 0 ? low + high : "a number";
        }
    }

    public bool IsInRange(double value) =>
        (Minimum is not { } minimum || (MinimumExcluded ? value > minimum : value >= minimum))
        && (Maximum is not { } maximum || (MaximumExcluded ? value < maximum : value <= maximum));
}

/// <param name="Noun">What the mapping is, as messages call it: <c>a metric</c>.</param>
/// <param name="Fields">Its fields, in the order in which they are usually written.</param>
/// <param name="Later">Fields of later reference versions: kept, never complained about.</param>
internal record Shape(string Noun, ValueList<Field> Fields, ValueList<string> Later)
{
    public IEnumerable<string> Names => Fields.Select(f => f.Name);

    public Field? Find(string name)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == name)
            {
                return Fields[i];
            }
        }

        return null;
    }
}
