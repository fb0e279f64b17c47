using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

// The part of a record about data that the search has not seen, and about both detectors on all data; see ResultDocument.

internal readonly struct ComparisonPart(TuningOutcome search)
{
    public ComparedPart? WholeHistory => search.Whole is { } whole ? new(whole) : null;
    public ComparedPart? HoldOut => search.HeldOut is { } heldOut ? new(heldOut) : null;
}

internal readonly struct ComparedPart(ComparedFigures figures)
{
    public int Incidents => figures.Incidents;
    public int CaughtBefore => figures.CaughtBefore;
    public int CaughtAfter => figures.CaughtAfter;
    public string Caught => Word(figures.Caught);
    public double? MinutesToDetectBefore => figures.MinutesBefore;
    public double? MinutesToDetectAfter => figures.MinutesAfter;
    public string TimeToDetect => Word(figures.TimeToDetect);
    public double AlertsPerWeekBefore => figures.AlertsPerWeekBefore;
    public double AlertsPerWeekAfter => figures.AlertsPerWeekAfter;
    public double AlertsDifferenceLow => figures.AlertsDifference.Low;
    public double AlertsDifferenceHigh => figures.AlertsDifference.High;
    public string Alerts => Word(figures.Alerts);

    private static string Word(FigureChange change) => change switch { FigureChange.Better => "better", FigureChange.Worse => "worse", _ => "same" };
}

internal readonly struct HoldoutPart(TuningOutcome search, HoldoutFigures after, bool withFigures)
{
    public string Note => search.Judged is null
        ? "the parameters are those found on the training part"
        : "the parameters are those found on the whole history; the hold-out judged those found on the training part";
    public int FirstPoint => search.Holdout.Start;
    public int EndPoint => search.Holdout.End;
    public JudgedPart Judged => new(search.Judged ?? search.Result!);
    public SidePart? Before => search.Before is { } before ? new(before, withFigures) : null;
    public SidePart After => new(after, withFigures);
    public RangesPart? Difference => search.Difference is { } difference ? new(difference) : null;
}

internal readonly struct JudgedPart(Autotune.AutotuneResult judged)
{
    public string DetectorType => DetectorTypeName.Of(judged.Winner.Detector.Type);
    public ParameterSet Params => judged.Parameters;
    public DateTime TrainingEnd => judged.TrainingEnd;
    public double Score => judged.Winner.Score;
    public string RunId => judged.RunId;
}

internal readonly struct SidePart(HoldoutFigures side, bool withFigures)
{
    public int IncidentsCaught => side.Caught;
    public int IncidentsMissed => side.Incidents.Count - side.Caught;
    public int FalseAlarms => side.FalseAlerts;
    public double FalseAlarmsPerWeek => side.FalseAlertsPerWeek;
    public double FlagRate => side.AnomalyRate;
    public double FalseFlagRate => side.FalseAnomalyRate;
    public double? Score => side.Score;
    public double? BandWidthInSpreads => side.BandWidth;
    public RangesPart? Intervals => side.Intervals is { } intervals ? new(intervals) : null;
    public IEnumerable<CaughtPart> Incidents => side.Incidents.Select(i => new CaughtPart(i.Start, i.End, i.Label, i.MinutesToDetection));
    public IEnumerable<ExtremePart> Extremes => side.Extremes.Select(e => new ExtremePart(e.Timestamp, e.Value, e.Severity));
    public IEnumerable<RawJson> Alerts =>
        side.Alerts.Select(a => new RawJson(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[{a.Start}, {a.End}]"))));
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<BandPart>? Bands => withFigures ? side.Bands.Select(b => new BandPart(b)) : null;
}

internal sealed record ExtremePart(DateTime Stamp, double Value, double Severity);

internal sealed record CaughtPart(DateTime Start, DateTime End, string? Label, double? MinutesToDetection);

internal readonly struct BandPart(DetectorBand band)
{
    public string Detector => band.Detector;
    public RawJson Lower => RawJson.Numbers<float>([.. band.Lower]);
    public RawJson Upper => RawJson.Numbers<float>([.. band.Upper]);
}

internal readonly struct RangesPart(HoldoutRanges ranges)
{
    public double Confidence => ranges.Confidence;
    public double CaughtShareLow => ranges.CaughtShare.Low;
    public double CaughtShareHigh => ranges.CaughtShare.High;
    public double FalseAlarmsPerWeekLow => ranges.FalseAlertsPerWeek.Low;
    public double FalseAlarmsPerWeekHigh => ranges.FalseAlertsPerWeek.High;
    public double? ScoreLow => ranges.Score?.Low;
    public double? ScoreHigh => ranges.Score?.High;
}
