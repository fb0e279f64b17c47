using System.Globalization;

namespace Detectkit.Engine.Tests.Emission;

/// <summary>Valid metric files of every shape that editing must cope with, anchors, aliases and merges among them.</summary>
internal static class RandomMetric
{
    private static readonly string[] Columns = ["hour", "day_of_week", "month"];

    public static string Text(Random random)
    {
        bool Chance(int of) => random.Next(of) == 0;
        var newLine = random.Next(4) switch { 0 => "\r\n", 1 => "\r\n", 2 when Chance(4) => "\r", _ => "\n" };
        var isFlow = Chance(6);
        var anchors = new Anchors(random);
        var fields = new List<(string Key, Data Value)>
        {
            ("name", new Text("orders")),
            ("interval", Chance(2) ? new Text("10min") : new Raw("600")),
            ("query", new Text(Chance(2) ? "SELECT timestamp, value FROM t" : "SELECT timestamp,\n\n  value -- # no comment\nFROM t" + (Chance(2) ? "\n" : ""))),
        };
        Shuffle(fields, random);
        if (Chance(2))
        {
            fields.Insert(random.Next(fields.Count + 1), ("x-usual", anchors.Define(new Fields(("threshold", new Raw("4.0")), ("window_size", new Raw("120"))), "usual")));
        }

        if (Chance(2))
        {
            fields.Insert(random.Next(fields.Count + 1), ("description", new Text("It's \"good\": #1\nsecond line\n")));
        }

        if (Chance(2))
        {
            fields.Add(("seasonality_columns", new Items(Columns.Where(_ => Chance(2)).Select(c => (Data)new Text(c)).ToArray())));
        }

        if (!Chance(5))
        {
            fields.Add(("detectors", Detectors(random, anchors)));
        }

        if (!Chance(3))
        {
            fields.Add(("alerting", Alerting(random, anchors)));
        }

        if (Chance(2))
        {
            fields.Add(("enabled", new Raw(Chance(2) ? "true" : "yes")));
        }

        if (anchors.Names.Count > 0 && Chance(2))
        {
            fields.Add(("x-later", new Items(anchors.Names.Select(n => (Data)new Alias(n)).ToArray())));
        }

        var root = new Fields([.. fields]);
        var yaml = new RandomYaml(random, Chance(8) ? ["\n", "\r\n"] : [newLine]).Write(Chance(6) ? new Fields(("metric", root)) : root, isFlow);
        var text = Chance(4) ? yaml.TrimEnd('\r', '\n') : yaml;
        return (Chance(4) ? "\uFEFF" : "") + text;
    }

    private static Items Detectors(Random random, Anchors anchors)
    {
        var items = new List<Data>();
        for (var i = random.Next(0, 5); i > 0; i--)
        {
            items.Add(random.Next(4) == 0
                ? new Fields(("type", new Text("manual_bounds")), ("params", new Fields(("upper_bound", new Raw("5")))))
                : Tunable(random, anchors));
        }

        return new Items([.. items]);
    }

    private static Data Tunable(Random random, Anchors anchors)
    {
        bool Chance(int of) => random.Next(of) == 0;
        if (anchors.Has("entry") && Chance(3))
        {
            return new Alias("entry");
        }

        var entry = new List<(string Key, Data Value)> { ("type", anchors.Maybe(new Text(random.Next(3) switch { 0 => "mad", 1 => "iqr", _ => "zscore" }), "kind")) };
        if (anchors.Has("usual") && Chance(3))
        {
            entry.Add(("params", new Alias("usual")));
        }
        else if (!Chance(5))
        {
            entry.Add(("params", anchors.Maybe(Parameters(random, anchors), "params")));
        }

        Shuffle(entry, random);
        return anchors.Maybe(new Fields([.. entry]), "entry");
    }

    private static Fields Parameters(Random random, Anchors anchors)
    {
        bool Chance(int of) => random.Next(of) == 0;
        var result = new List<(string Key, Data Value)>();
        void Maybe(string key, params Data[] values)
        {
            if (Chance(3))
            {
                result.Add((key, values[random.Next(values.Length)]));
            }
        }

        if (anchors.Has("usual") && Chance(3))
        {
            result.Add(("<<", new Alias("usual")));
        }

        Maybe("threshold", new Raw("3"), new Raw("3.0"), new Raw("2.5"), new Raw("+4.0"));
        Maybe("window_size", new Raw("288"), new Raw("2_016"), new Raw("0440"));
        Maybe("input_type", new Text("values"), new Text("changes"));
        Maybe("smoothing", new Text("ema"), new Raw(""), new Raw("~"));
        Maybe("half_life", new Raw(""), new Text("6h"), new Raw("12"));
        Maybe("start_time", new Text("2025-06-01 00:00:00"), new Text("2026-02-01T12:00:00"));
        Maybe("batch_size", new Raw("500"));
        Maybe("seasonality_components", new Items(), new Items(new Text("hour")), new Items(new Items(new Text("hour"), new Text("day_of_week"))), new Raw("null"));
        Maybe("detrend", new Text("linear"));
        Maybe("stabilization", new Text("clamp"), new Raw("~"));
        Shuffle(result, random);
        return new Fields([.. result]);
    }

    private static Data Alerting(Random random, Anchors anchors)
    {
        bool Chance(int of) => random.Next(of) == 0;
        Data Block(int index)
        {
            var result = new List<(string Key, Data Value)> { ("channels", new Items(new Text("on call"), new Text("b"))) };
            if (index > 0 && anchors.Has("block") && Chance(2))
            {
                result.Add(("<<", new Alias("block")));
            }

            if (Chance(2))
            {
                result.Add(("consecutive_anomalies", anchors.Maybe(new Raw(random.Next(1, 5).ToString(CultureInfo.InvariantCulture)), "rule")));
            }

            if (Chance(2))
            {
                result.Add(("min_detectors", new Raw(random.Next(1, 4).ToString(CultureInfo.InvariantCulture))));
            }

            if (Chance(3))
            {
                result.Add(("template_single", new Text("{{ metric }}\nis off" + (Chance(2) ? "\n" : ""))));
            }

            Shuffle(result, random);
            return anchors.Maybe(new Fields([.. result]), "block");
        }

        return Chance(2) ? Block(0) : new Items(Enumerable.Range(0, random.Next(1, 4)).Select(Block).ToArray());
    }

    private static void Shuffle<T>(List<T> list, Random random)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }

    /// <summary>Anchors defined so far; each once.</summary>
    private sealed class Anchors(Random random)
    {
        public List<string> Names { get; } = [];

        public bool Has(string name) => Names.Contains(name);

        public T Define<T>(T data, string name)
            where T : Data
        {
            Names.Add(name);
            return data with { Anchor = name };
        }

        public T Maybe<T>(T data, string name)
            where T : Data => Has(name) || random.Next(4) != 0 ? data : Define(data, name);
    }
}
