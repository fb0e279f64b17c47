using System.Globalization;
using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>
/// Reads the fields of one mapping. What is absent, null or wrong is null to the caller; what is wrong is also found.
/// </summary>
internal sealed class MappingReader
{
    private readonly Dictionary<string, YamlEntry> entries = new(StringComparer.Ordinal);

    private MappingReader(YamlMapping mapping, Shape shape, FileFindings findings)
    {
        Mapping = mapping;
        Shape = shape;
        Findings = findings;
    }

    public YamlMapping Mapping { get; }

    public Shape Shape { get; }

    public FileFindings Findings { get; }

    /// <summary>Where a field that is missing would be missed: at the first key, or at the mapping itself.</summary>
    public SourceSpan FirstKey => Mapping.Entries.Count > 0 ? Mapping.Entries[0].Key.Span : Mapping.Span;

    /// <summary>Starts reading a mapping; duplicate and unknown keys and missing fields are found at once.</summary>
    public static MappingReader Create(YamlMapping mapping, Shape shape, FileFindings findings, Func<YamlEntry, string, bool>? takesUnknown = null)
    {
        var reader = new MappingReader(mapping, shape, findings);
        foreach (var entry in findings.Entries(mapping))
        {
            reader.Add(entry, takesUnknown);
        }

        foreach (var field in shape.Fields.Where(f => f.IsRequired && !reader.entries.ContainsKey(f.Name)))
        {
            findings.Add(Rules.FieldMissing, reader.FirstKey, shape.Noun + " needs '" + field.Name + "'.");
        }

        return reader;
    }

    /// <summary>The entry of a field, be its value null or not; or null.</summary>
    public YamlEntry? Entry(Field field) => entries.TryGetValue(field.Name, out var entry) ? entry : null;

    /// <summary>The entry of a field with a value; null is refused where the field may not have it.</summary>
    public YamlEntry? Value(Field field)
    {
        var entry = Entry(field);
        if (entry is null || !entry.IsNull)
        {
            return entry;
        }

        if (!field.AllowsNull)
        {
            Findings.Add(Rules.NullValue, entry.ValueSpan, "'" + field.Name + "' may not be null; give it a value or leave it out.");
        }

        return null;
    }

    public object? Read(Field field) => field.Kind switch
    {
        FieldKind.Boolean => Boolean(field),
        FieldKind.Whole => Whole(field),
        FieldKind.Number => Number(field),
        FieldKind.TextList => TextList(field),
        _ => Text(field),
    };

    public string? Text(Field field) => Value(field) is { } entry ? ValueReader.Text(entry.Value, field, Findings) : null;

    public Project.Located? Located(Field field) => Text(field) is { } text ? new Project.Located(text, Entry(field)!.Value.Span) : null;

    /// <summary>A quoted time as <c>YYYY-MM-DD HH:MM:SS</c>; null also for an empty text.</summary>
    public string? Timestamp(Field field, Rule unreadable)
    {
        if (Text(field) is not { Length: > 0 } text)
        {
            return null;
        }

        if (ClockText.ReadTimestamp(text) is { } time)
        {
            return time.ToString(ClockText.Format, CultureInfo.InvariantCulture);
        }

        Findings.Add(unreadable, Entry(field)!.Value.Span, "'" + MessageText.Shorten(text) + "' is not a time for '" + field.Name + "'; write \"YYYY-MM-DD HH:MM:SS\" (UTC, in quotes).");
        return null;
    }

    public bool? Boolean(Field field) => Value(field) is { } entry ? ValueReader.Boolean(entry.Value, field, Findings) : null;

    /// <summary>A whole number within the field's range, cut to what an int holds.</summary>
    public int? Whole(Field field) => Value(field) is { } entry ? ValueReader.Whole(entry.Value, field, Findings) : null;

    public double? Number(Field field) => Value(field) is { } entry ? ValueReader.Number(entry.Value, field, Findings) : null;

    public ValueList<string>? TextList(Field field) => Value(field) is { } entry ? ListReader.Texts(entry, field, Findings) : null;

    public MappingReader? SubMapping(Field field)
    {
        if (Value(field) is not { } entry)
        {
            return null;
        }

        return entry.Value is YamlMapping mapping
            ? Create(mapping, field.Shape!, Findings)
            : Refuse(entry.Value, field, "a mapping");
    }

    /// <summary>Adds a finding about a value of the wrong type.</summary>
    public MappingReader? Refuse(YamlNode node, Field field, string expected)
    {
        ValueReader.Refuse(node, field.Name, expected, Findings);
        return null;
    }

    private void Add(YamlEntry entry, Func<YamlEntry, string, bool>? takesUnknown)
    {
        var key = ((YamlScalar)entry.Key).Value is TextScalar text ? text.Value : null;
        if (key is not null && Shape.Names.Contains(key))
        {
            entries[key] = entry;
            return;
        }

        var written = ((YamlScalar)entry.Key).Text;
        if ((key is null || !Shape.Later.Contains(key)) && takesUnknown?.Invoke(entry, written) != true)
        {
            Findings.Add(
                Rules.UnknownKey, entry.Key.Span, "'" + written + "' is not a key of " + Shape.Noun + " and is ignored" + SpellingSuggestion.Hint(written, Shape.Names.ToList()));
        }
    }
}
