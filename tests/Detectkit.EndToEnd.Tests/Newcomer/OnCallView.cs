using System.Globalization;
using System.Text.Json;
using Detectkit.Build.Worker;

namespace Detectkit.Build.Newcomer;

/// <summary>What the people on call get from a metric, counted from the files of <c>-t:DetectkitDetect</c> and not by what tuning itself counts.</summary>
/// <param name="Incidents">Labelled incidents.</param>
/// <param name="Minutes">Minutes from an incident's start to its first alert; endless where there is none.</param>
/// <param name="Others">Alerts that touch no incident.</param>
/// <param name="Weeks">Length of what is counted.</param>
/// <param name="InAlert">Share of points in alert.</param>
internal sealed record OnCallView(int Incidents, IReadOnlyList<double> Minutes, int Others, double Weeks, double InAlert)
{
    public int Caught => Minutes.Count(double.IsFinite);

    public double AlertsPerWeek => Others / Weeks;

    /// <summary>Whether nothing about it is worse than about another one.</summary>
    public bool IsAsGoodAs(OnCallView other) => Others <= other.Others && Minutes.Zip(other.Minutes).All(p => p.First <= p.Second);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Caught}/{Incidents} caught after {string.Join(", ", Minutes.Select(m => m.ToString("0", CultureInfo.InvariantCulture)))} min, {AlertsPerWeek:0.00} other alerts a week, {100 * InAlert:0.0} % in alert");

    /// <summary>Runs the metrics of a folder as they are and counts their whole history and its newest fifth, by metric.</summary>
    public static IReadOnlyDictionary<string, (OnCallView Whole, OnCallView Newest)> Of(string root)
    {
        using var run = new WorkerRun(root, "obj/on-call");
        run.Detect();
        var folder = Path.Combine(run.Context.Output, "detections");
        return Directory.GetFiles(folder, "*.alerts.csv").Select(f => Path.GetFileName(f)[..^".alerts.csv".Length]).ToDictionary(
            name => name,
            name => (Read(folder, root, name, 0), Read(folder, root, name, 0.8)));
    }

    private static OnCallView Read(string folder, string root, string name, double after)
    {
        var points = Rows(Path.Combine(folder, name + ".csv")).Select(r => Time(r[0])).Distinct().ToList();
        var from = points[(int)(after * points.Count)];
        var counted = points.Count(p => p >= from);
        var runs = Rows(Path.Combine(folder, name + ".alerts.csv")).ToList();
        var block = runs.Select(r => r[0]).Order(StringComparer.Ordinal).FirstOrDefault();
        var alerts = runs.Where(r => r[0] == block).Select(r => (Start: Time(r[1]), End: Time(r[2]))).Where(a => a.End >= from).ToList();
        var known = Labelled(Path.Combine(root, "obj", "detectkit", "runs", name + ".json"));
        var incidents = known.Where(i => i.Start >= from).ToList();
        var step = points[1] - points[0];
        return new OnCallView(
            incidents.Count,
            [.. incidents.Select(i => alerts.Where(a => a.End >= i.Start && a.Start <= i.End).Select(a => Math.Max(0, (a.Start - i.Start).TotalMinutes)).DefaultIfEmpty(double.PositiveInfinity).Min())],
            alerts.Count(a => !known.Any(i => a.End >= i.Start && a.Start <= i.End)),
            counted * step / TimeSpan.FromDays(7),
            alerts.Sum(a => (a.End - (a.Start < from ? from : a.Start)) / step + 1) / counted);
    }

    private static IReadOnlyList<(DateTime Start, DateTime End)> Labelled(string record)
    {
        if (!File.Exists(record))
        {
            return []; // Tuning leaves the metric alone.
        }

        using var document = JsonDocument.Parse(File.ReadAllText(record));
        return [.. document.RootElement.GetProperty("incidents").EnumerateArray().Select(i => (Time(i.GetProperty("start").GetString()!), Time(i.GetProperty("end").GetString()!)))];
    }

    private static IEnumerable<string[]> Rows(string file) => File.ReadLines(file).Skip(1).Select(l => l.Split(','));

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
