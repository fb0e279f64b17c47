using System.Text.Json.Nodes;
using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Configuration.Fields;
using Detectkit.Detectors.Kinds;
using Detectkit.Yaml;

namespace Detectkit.Schemas;

/// <summary>
/// JSON schemas (draft 2020-12) of the project's files, made from the fields that the readers check by, so that completion in an editor
/// teaches the same format. They know the plain spelling only: what the readers convert with a warning is marked in the editor.
/// </summary>
internal static class JsonSchemas
{
    private const string IntervalPattern = @"^\s*\d+(\.\d+)?\s*[A-Za-z]+\s*$";
    private const string TimePattern = @"^\d{4}-\d{2}-\d{2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Metric => Document("A metric of Detectkit", WithQuery(Create(MetricFields.Metric)));

    public static string Incidents => Document("Labelled incidents of Detectkit", Create(LabelFields.Labels));

    private static string Document(string title, JsonObject shape)
    {
        var document = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (name, value) in shape.ToList())
        {
            document[name] = value!.DeepClone();
        }

        return document.ToJsonString(Layout) + "\n";
    }

    private static JsonObject WithQuery(JsonObject metric)
    {
        metric["oneOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray("query") }, new JsonObject { ["required"] = new JsonArray("query_file") });
        return metric;
    }

    private static JsonObject Create(Shape shape)
    {
        var properties = new JsonObject();
        foreach (var field in shape.Fields)
        {
            properties[field.Name] = Create(field);
        }

        foreach (var later in shape.Later)
        {
            properties[later] = new JsonObject { ["description"] = "A field of later versions of Python detectkit; kept as it is." };
        }

        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (shape.Fields.Any(f => f.IsRequired))
        {
            schema["required"] = new JsonArray([.. shape.Fields.Where(f => f.IsRequired).Select(f => (JsonNode)f.Name)]);
        }

        return ReferenceEquals(shape, DetectorFields.Detector) ? Detector() : ReferenceEquals(shape, LabelFields.Incident) ? Incident(schema) : schema;
    }

    private static JsonObject Detector()
    {
        JsonObject Kind(IEnumerable<string> types, Shape parameters)
        {
            var type = Create(DetectorFields.Type);
            type["enum"] = Texts(types);
            var given = Create(parameters);
            given["description"] = DetectorFields.Params.Description;
            return new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = false,
                ["properties"] = new JsonObject { ["type"] = type, ["params"] = given },
                ["required"] = new JsonArray("type"),
            };
        }

        var bounds = Kind([DetectorKind.ManualBounds.Name], DetectorFields.Bounds);
        bounds["required"] = new JsonArray("type", "params");
        bounds["properties"]!["params"]!["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray("lower_bound") }, new JsonObject { ["required"] = new JsonArray("upper_bound") });
        return new JsonObject
        {
            ["oneOf"] = new JsonArray(Kind(DetectorKind.Windowed.Select(k => k.Name), DetectorFields.Windowed), bounds, Later()),
        };
    }

    private static JsonObject Later() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["enum"] = Texts(DetectorFields.LaterTypes), ["description"] = "A detector of later versions of Python detectkit; kept as it is." },
            ["params"] = new JsonObject { ["type"] = "object", ["description"] = DetectorFields.Params.Description },
        },
        ["required"] = new JsonArray("type"),
    };

    private static JsonObject Incident(JsonObject incident)
    {
        incident["oneOf"] = new JsonArray(new JsonObject { ["required"] = new JsonArray("start", "end") }, new JsonObject { ["required"] = new JsonArray("at") });
        return incident;
    }

    private static JsonObject Create(Field field)
    {
        var schema = ValueOf(field);
        if (field.AllowsNull && schema.Count > 0 && field.Kind != FieldKind.Any)
        {
            schema = schema["type"] is JsonValue type && !schema.ContainsKey("enum")
                ? Set(schema, "type", new JsonArray(type.DeepClone(), "null"))
                : new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        schema["description"] = field.Description;
        if (field.Default is { } standard)
        {
            schema["default"] = Json(standard);
        }

        if (field.IsDeprecated)
        {
            schema["deprecated"] = true;
        }

        return schema;
    }

    private static JsonObject ValueOf(Field field) => field.Kind switch
    {
        FieldKind.Text => Text(field),
        FieldKind.Boolean => new JsonObject { ["type"] = "boolean" },
        FieldKind.Whole => Number(field, "integer"),
        FieldKind.Number => Number(field, "number"),
        FieldKind.Interval => new JsonObject { ["anyOf"] = new JsonArray(Number(field, "integer"), Matching(IntervalPattern)) },
        FieldKind.HalfLife => new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer", ["minimum"] = 1 }, Matching(IntervalPattern)) },
        FieldKind.Time => Matching(TimePattern),
        FieldKind.TextList => List(Text(field), field),
        FieldKind.Mapping => Create(field.Shape!),
        FieldKind.MappingList => List(Create(field.Shape!), field),
        FieldKind.MappingOrList => new JsonObject { ["anyOf"] = new JsonArray(Create(field.Shape!), List(Create(field.Shape!), field)) },
        FieldKind.TextMap => new JsonObject { ["type"] = "object", ["additionalProperties"] = Text(field) },
        FieldKind.Parameters => field.Shape is null ? new JsonObject { ["type"] = "object" } : Create(field.Shape),
        FieldKind.Components => List(Component(), field),
        _ => new JsonObject { ["description"] = field.Description },
    };

    private static JsonObject Component()
    {
        var column = new JsonObject { ["type"] = "string" };
        return new JsonObject { ["anyOf"] = new JsonArray(column, new JsonObject { ["type"] = "array", ["items"] = column.DeepClone() }) };
    }

    private static JsonObject Text(Field field)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (field.Choices.Count > 0)
        {
            schema["enum"] = Texts(field.Choices);
        }

        if (field.Pattern is { } pattern)
        {
            schema["pattern"] = pattern;
        }

        if (field is { IsNotEmpty: true, Kind: FieldKind.Text })
        {
            schema["minLength"] = 1;
        }

        return schema;
    }

    private static JsonObject Matching(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject List(JsonObject items, Field field)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = items };
        if (field.IsNotEmpty)
        {
            schema["minItems"] = 1;
        }

        if (field.IsDistinct)
        {
            schema["uniqueItems"] = true;
        }

        return schema;
    }

    private static JsonObject Number(Field field, string type)
    {
        var schema = new JsonObject { ["type"] = type };
        if (field.Minimum is { } minimum)
        {
            schema[field.MinimumExcluded ? "exclusiveMinimum" : "minimum"] = minimum;
        }

        if (field.Maximum is { } maximum)
        {
            schema[field.MaximumExcluded ? "exclusiveMaximum" : "maximum"] = maximum;
        }

        return schema;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static JsonObject Set(JsonObject schema, string name, JsonNode value)
    {
        schema[name] = value;
        return schema;
    }

    private static JsonNode? Json(ParameterValue value) => value switch
    {
        IntegerValue whole => whole.Value,
        FloatValue number => number.Value,
        BooleanValue truth => truth.Value,
        TextValue text => text.Value,
        ListValue list => new JsonArray([.. list.Items.Select(Json)]),
        _ => null,
    };
}
