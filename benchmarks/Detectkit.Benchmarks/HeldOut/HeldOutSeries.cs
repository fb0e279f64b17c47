using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;
using Detectkit.Tests;

namespace Detectkit.Benchmarks.HeldOut;

/// <summary>A recorded series cut midway between two of its incidents: the older part is tuned on, the newer part judges.</summary>
internal sealed record HeldOutSeries
{
    private HeldOutSeries(MetricReading reading, string text, MetricSeries series, DateTime[] rows, IncidentLabels labels, int incidentsBefore)
    {
        var ordered = labels.Incidents.OrderBy(i => i.Start).ToList();
        var (left, right) = (ordered[incidentsBefore - 1].End, ordered[incidentsBefore].Start);
        Cut = left + TimeSpan.FromSeconds(Math.Floor((right - left).TotalSeconds / 2));
        (Reading, Text, Series, Labels) = (reading, text, series, labels);
        IsMiddle = incidentsBefore == (ordered.Count + 1) / 2;
        JudgedRows = [.. rows.Where(r => r >= Cut)];
        JudgedIncidents = [.. ordered.Skip(incidentsBefore)];
        Training = series.Slice(0, Enumerable.Range(0, series.Count).Count(i => series.StampAt(i) < Cut));
        TrainingLabels = labels with { Incidents = ordered.Take(incidentsBefore).ToValueList() };
    }

    /// <summary>The metric's file, read.</summary>
    public MetricReading Reading { get; }

    /// <summary>The metric's file.</summary>
    public string Text { get; }

    /// <summary>The whole series.</summary>
    public MetricSeries Series { get; }

    /// <summary>All incidents.</summary>
    public IncidentLabels Labels { get; }

    /// <summary>Where it is cut.</summary>
    public DateTime Cut { get; }

    /// <summary>Whether half of the incidents, or one more, lie before the cut.</summary>
    public bool IsMiddle { get; }

    /// <summary>The part to tune on.</summary>
    public MetricSeries Training { get; }

    /// <summary>Its incidents.</summary>
    public IncidentLabels TrainingLabels { get; init; }

    /// <summary>The stamps of the rows behind the cut.</summary>
    public IReadOnlyList<DateTime> JudgedRows { get; }

    /// <summary>The incidents behind the cut.</summary>
    public IReadOnlyList<Incident> JudgedIncidents { get; }

    /// <summary>The metric's name.</summary>
    public string Name => Reading.Name!;

    /// <summary>The sources whose series can be cut between two incidents, by name.</summary>
    public static IReadOnlyList<string> Sources() =>
        ["nab", .. Directory.EnumerateDirectories(Path.Combine(Recorded.Corpus, "wide")).Order(StringComparer.Ordinal).Select(d => "wide/" + Path.GetFileName(d))];

    /// <summary>Every cut of every recorded series with two or more incidents, by name and time.</summary>
    /// <param name="source">The source, a folder of the corpus.</param>
    public static IReadOnlyList<HeldOutSeries> All(string source = "nab")
    {
        var home = Path.Combine(Recorded.Corpus, source);
        return [.. Directory.EnumerateFiles(Path.Combine(home, "metrics"), "*.yml").Order(StringComparer.Ordinal).SelectMany(file => Cuts(home, file))];
    }

    private static IEnumerable<HeldOutSeries> Cuts(string home, string file)
    {
        var text = File.ReadAllText(file);
        var reading = MetricReader.Read("metrics/" + Path.GetFileName(file), text);
        var labelsFile = Path.Combine(home, "incidents", Path.GetFileName(file));
        var labels = LabelReader.Read(labelsFile, File.ReadAllText(labelsFile)).Labels!;
        if (labels.Incidents.Count < 2)
        {
            return [];
        }

        var rows = File.ReadLines(Path.Combine(home, "data", reading.Name + ".csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var stamps = rows.Select(r => DateTime.Parse(r[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)).ToArray();
        var values = rows.Select(r => double.TryParse(r[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray();
        var milliseconds = stamps.Select(s => (long)(s - DateTime.UnixEpoch).TotalMilliseconds).ToArray();
        var series = MetricSeries.FromRows(milliseconds, values, reading.Metric!.IntervalSeconds, reading.Metric.SeasonalityColumns);
        return Enumerable.Range(1, labels.Incidents.Count - 1).Select(k => new HeldOutSeries(reading, text, series, stamps, labels, k));
    }
}
