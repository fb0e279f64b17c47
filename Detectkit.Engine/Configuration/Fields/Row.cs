using Detectkit.Configuration.Reading;

namespace Detectkit.Configuration.Fields;

/// <summary>A field with its member of a model: one row of the table that readers, new files and schemas are made from.</summary>
internal sealed record Row<TModel>(string Name, FieldKind Kind, string Description, Func<TModel, object?> Get, Func<TModel, object, TModel> Set)
    : Field(Name, Kind, Description)
{
    /// <summary>Reads the value, given what is read so far, if the kind alone does not say how; null if there is none.</summary>
    public Func<MappingReader, Field, TModel, object?>? Reading { get; init; }

    public bool IsAlwaysWritten { get; init; }

    public bool IsUnlisted { get; init; }

    /// <summary>A row whose kind follows from the member's type: text, Boolean, integer, number, list of texts or enumeration.</summary>
    public static Row<TModel> Create<T>(string name, string description, Func<TModel, T> get, Func<TModel, T, TModel> set)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        var kind = type == typeof(bool) ? FieldKind.Boolean
            : type == typeof(int) ? FieldKind.Whole
            : type == typeof(double) ? FieldKind.Number
            : type == typeof(ValueList<string>) ? FieldKind.TextList
            : FieldKind.Text;
        return type.IsEnum
            ? new Row<TModel>(name, kind, description, m => get(m), (m, v) => set(m, (T)YamlName.Parse(type, (string)v))) { AllowsNull = type != typeof(T), Choices = YamlName.All(type) }
            : new Row<TModel>(name, kind, description, m => get(m), (m, v) => set(m, (T)v)) { AllowsNull = type != typeof(T) || !type.IsValueType };
    }

    public static Row<TModel> Create<T>(
        string name, FieldKind kind, string description, Func<TModel, T> get, Func<TModel, T, TModel> set, Func<MappingReader, Field, TModel, object?> reading) =>
        new(name, kind, description, m => get(m), (m, v) => set(m, (T)v)) { Reading = reading };

    public static Row<TModel> Create<T>(string name, string description, Table<T> table, Func<TModel, T?> get, Func<TModel, T, TModel> set)
        where T : class => new(name, FieldKind.Mapping, description, get, (m, v) => set(m, (T)v))
    {
        Shape = table, Reading = (mapping, field, model) => mapping.SubMapping(field) is { } block ? table.Read(block, get(model) ?? table.Standard) : null,
    };
}

/// <summary>The rows of a model.</summary>
internal sealed record Table<TModel> : Shape
{
    /// <param name="noun">What the mapping is, as messages call it.</param>
    /// <param name="standard">The model of an empty mapping.</param>
    /// <param name="rows">The rows, in the order in which they are read; each may look at what those before it gave.</param>
    /// <param name="later">Fields of later reference versions.</param>
    public Table(string noun, TModel standard, ValueList<Row<TModel>> rows, ValueList<string> later)
        : base(noun, rows.Where(r => !r.IsUnlisted).Select(r => (Field)(r with { Default = r.Default ?? DefaultOf(r, standard) })).ToValueList(), later)
    {
        Standard = standard;
        Rows = rows;
    }

    public TModel Standard { get; }

    public ValueList<Row<TModel>> Rows { get; }

    public TModel Read(MappingReader mapping) => Read(mapping, Standard);

    public TModel Read(MappingReader mapping, TModel model)
    {
        foreach (var row in Rows)
        {
            var value = row.Reading is { } reading ? reading(mapping, row, model) : mapping.Read(row);
            model = value is null ? model : row.Set(model, value);
        }

        return model;
    }

    private static ParameterValue? DefaultOf(Row<TModel> row, TModel standard) => row switch
    {
        { AllowsNull: true } or { IsRequired: true } or { Kind: FieldKind.TextMap or FieldKind.Parameters or FieldKind.Mapping } => null,
        { Kind: FieldKind.MappingList } => ParameterValue.From((ValueList<ParameterValue>)[]),
        _ => ParameterValue.Create(row.Get(standard)),
    };
}
