using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Statistics;
using Detectkit.Yaml;
using Detectkit.Yaml.Editing;

namespace Detectkit.Emission;

/// <summary>A tuned metric as the nodes of a file of its own, fields in the reference's order, only those that are set.</summary>
internal static class MetricTree
{
    // The largest unit that fits is what people write.
    private static readonly (int Seconds, string Name)[] Units = [(86400, "d"), (3600, "h"), (60, "min"), (1, "s")];

    private static readonly ValueList<string> RuleFields = ["consecutive_anomalies", "min_detectors"];

    /// <param name="metric">The metric as it is to be.</param>
    /// <param name="result">What tuning found; its parameters keep their order and their defaults.</param>
    public static YamlMapping Create(MetricConfig metric, AutotuneResult result)
    {
        YamlNode ToNode(Field field, object value) => value switch
        {
            ValueList<DetectorConfig> => NewNode.List(result.Proposed.Select(p => Detector(p.Detector.Type, TunedMetric.NewFileParameters(p, result)))),
            ValueList<AlertingConfig> blocks => Alerting(blocks[0], metric.IntervalSeconds, result.ConsecutiveAnomalies is not null),
            QueryColumns columns => NewNode.Mapping(Entries(MetricFields.Columns, columns, MemberNode)),
            _ => MemberNode(field, value),
        };

        return NewNode.Mapping([.. Entries(MetricFields.Metric, metric, ToNode), NewNode.Entry("enabled", NewNode.Truth(true))]);
    }

    public static YamlMapping Detector(DetectorType type, ParameterSet parameters)
    {
        var entry = NewNode.Entry("type", NewNode.Text(DetectorTypeName.Of(type)));
        return NewNode.Mapping(parameters.Count > 0 ? [entry, NewNode.Entry("params", Parameters(parameters))] : [entry]);
    }

    public static YamlMapping Parameters(ParameterSet parameters) => NewNode.Mapping(parameters.Select(p => NewNode.Entry(p.Key, Value(p.Value))));

    public static YamlNode Value(ParameterValue value) => value switch
    {
        IntegerValue whole => NewNode.Whole(whole.Value),
        FloatValue number => NewNode.Typed(NumberText(number.Value)),
        TextValue text => NewNode.Text(text.Value),
        BooleanValue truth => NewNode.Truth(truth.Value),
        ListValue list => NewNode.List(list.Items.Select(Value)),
        NullValue => NewNode.Typed("null"),
        _ => NewNode.Mapping([]),
    };

    public static YamlMapping Rule(AlertingConfig block, int intervalSeconds) =>
        NewNode.Mapping([NewNode.Entry("consecutive_anomalies", NewNode.Whole(block.ConsecutiveAnomalies)), .. Window(block.AnomalyWindow, intervalSeconds)]);

    public static YamlScalar Duration(long seconds)
    {
        var unit = Units.First(u => seconds % u.Seconds == 0);
        return NewNode.Text((seconds / unit.Seconds).ToString(CultureInfo.InvariantCulture) + unit.Name);
    }

    // The rule is what tuning chose: it stands together, at the end.
    private static YamlMapping Alerting(AlertingConfig block, int intervalSeconds, bool isRuleChosen)
    {
        var fields = Entries(AlertingFields.Block, block, MemberNode).ToLookup(e => RuleFields.Contains(e.Key.StringValue!));
        var isAtDefault = block.ConsecutiveAnomalies == AlertingFields.Block.Standard.ConsecutiveAnomalies;
        return NewNode.Mapping(
        [
            .. fields[false],
            .. isAtDefault && !isRuleChosen ? [] : new[] { NewNode.Entry("consecutive_anomalies", NewNode.Whole(block.ConsecutiveAnomalies)) },
            .. Window(block.AnomalyWindow, intervalSeconds),
            NewNode.Entry("min_detectors", NewNode.Whole(block.MinDetectors)),
        ]);
    }

    private static IEnumerable<YamlEntry> Window(AnomalyWindow? window, int intervalSeconds) => window is null
        ? []
        :
        [
            NewNode.Entry(AnomalyWindowReader.Duration, Duration(window.Points * (long)intervalSeconds)),
            NewNode.Entry(AnomalyWindowReader.Share, Value(ParameterValue.From(window.MinShare))),
        ];

    private static IEnumerable<YamlEntry> Entries<T>(Table<T> table, T model, Func<Field, object, YamlNode> toNode) => table.Rows
        .Select(row => (Row: row, Value: row.Get(model)))
        .Where(r => r.Value is not null && (r.Row.IsAlwaysWritten || !r.Value.Equals(r.Row.Get(table.Standard))))
        .Select(r => NewNode.Entry(r.Row.Name, toNode(r.Row, r.Value!)));

    private static YamlNode MemberNode(Field field, object value) => value switch
    {
        int seconds when field.Kind == FieldKind.Interval && seconds > 0 => Duration(seconds),
        ValueList<KeyValuePair<string, string>> links => NewNode.Mapping(links.Select(l => NewNode.Entry(l.Key, NewNode.Text(l.Value)))),
        _ => Value(ParameterValue.Create(value)!),
    };

    // YAML 1.1 takes an exponent only behind a point and with a sign, else the number is a text.
    private static string NumberText(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
        }

        var text = PythonNumber.Repr(value);
        return text.Contains('.', StringComparison.Ordinal) ? text : text.Replace("e", ".0e", StringComparison.Ordinal);
    }
}
