using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Alerting;

/// <summary>Which anomalies of a point count towards a rule.</summary>
internal enum QuorumSide
{
    None,
    Up,
    Down,
    Either,
}

/// <summary>Plays an alert rule over what detectors found, as a running Python detectkit does at each timestamp when it is the newest.</summary>
internal sealed class QuorumVote
{
    private readonly AlertRule rule;
    private readonly Verdict[][] verdicts;
    private readonly Func<int, int, (double Severity, string Name)>? strength;

    public QuorumVote(AlertRule rule, IReadOnlyList<DetectionResult> detections)
        : this(rule, [.. detections.Select(d => d.Judged)], (detector, point) => (detections[detector].Severity[point], detections[detector].ClassName))
    {
    }

    // The severity of a detector's anomaly at a point, and the detector's class name, decide where two differ in side.
    public QuorumVote(AlertRule rule, Verdict[][] verdicts, Func<int, int, (double Severity, string Name)>? strength = null) =>
        (this.rule, this.verdicts, this.strength) = (rule, verdicts, strength);

    /// <summary>The side that has the quorum at a point when it is the newest one; with <c>direction: same</c> it is locked for all earlier points.</summary>
    public QuorumSide SideAt(int point)
    {
        var (above, below) = Count(point);
        return SideOf(above, below, point);
    }

    public static bool IsOn(QuorumSide side, Verdict verdict) => side switch
    {
        QuorumSide.Up => verdict == Verdict.Above,
        QuorumSide.Down => verdict == Verdict.Below,
        QuorumSide.Either => verdict is Verdict.Above or Verdict.Below,
        _ => false,
    };

    /// <summary>Fills in per grid point whether an alert stands there.</summary>
    public void Fill(Span<bool> alerts)
    {
        // Each point locks a side of its own, so every side's run and share are kept.
        Span<int> runs = stackalloc int[(int)QuorumSide.Either + 1];
        Span<int> matches = stackalloc int[(int)QuorumSide.Either + 1];
        var (points, needed) = rule.Window is { } window ? (window.Points, window.Anomalies) : (int.MaxValue, int.MaxValue);
        for (var i = 0; i < alerts.Length; i++)
        {
            var (above, below) = Count(i);
            Step(runs, matches, QuorumSide.Up, above);
            Step(runs, matches, QuorumSide.Down, below);
            Step(runs, matches, QuorumSide.Either, above + below);
            if (i >= points)
            {
                var (oldAbove, oldBelow) = Count(i - points);
                Leave(matches, QuorumSide.Up, oldAbove);
                Leave(matches, QuorumSide.Down, oldBelow);
                Leave(matches, QuorumSide.Either, oldAbove + oldBelow);
            }

            var side = SideOf(above, below, i);
            alerts[i] = side != QuorumSide.None && (runs[(int)side] >= rule.ConsecutiveAnomalies || matches[(int)side] >= needed);
        }
    }

    private void Step(Span<int> runs, Span<int> matches, QuorumSide side, int anomalies)
    {
        var hasQuorum = anomalies >= rule.MinDetectors;
        runs[(int)side] = hasQuorum ? runs[(int)side] + 1 : 0;
        matches[(int)side] += hasQuorum ? 1 : 0;
    }

    private void Leave(Span<int> matches, QuorumSide side, int anomalies) => matches[(int)side] -= anomalies >= rule.MinDetectors ? 1 : 0;

    private QuorumSide SideOf(int above, int below, int point)
    {
        var (up, down) = (above >= rule.MinDetectors, below >= rule.MinDetectors);
        return rule.Direction switch
        {
            AlertDirection.Up => up ? QuorumSide.Up : QuorumSide.None,
            AlertDirection.Down => down ? QuorumSide.Down : QuorumSide.None,
            AlertDirection.Any => above + below >= rule.MinDetectors ? QuorumSide.Either : QuorumSide.None,
            _ when up && down => above > below || (above == below && IsUpStronger(point)) ? QuorumSide.Up : QuorumSide.Down,
            _ => up ? QuorumSide.Up : down ? QuorumSide.Down : QuorumSide.None,
        };
    }

    private (int Above, int Below) Count(int point)
    {
        var (above, below) = (0, 0);
        foreach (var judged in verdicts)
        {
            above += judged[point] == Verdict.Above ? 1 : 0;
            below += judged[point] == Verdict.Below ? 1 : 0;
        }

        return (above, below);
    }

    // Of sides that are as many, the one whose strongest anomaly is stronger, by severity and then by the detector's name; else up.
    private bool IsUpStronger(int point)
    {
        var (up, down) = (Strongest(point, Verdict.Above), Strongest(point, Verdict.Below));
        return up.Severity != down.Severity ? up.Severity > down.Severity : string.CompareOrdinal(up.Name, down.Name) >= 0;
    }

    private (double Severity, string Name) Strongest(int point, Verdict side)
    {
        var strongest = (Severity: double.NegativeInfinity, Name: "");
        for (var detector = 0; detector < verdicts.Length; detector++)
        {
            if (verdicts[detector][point] == side)
            {
                // An infinite severity is stored as null, which counts as 0.
                var (given, name) = (strength ?? throw new InvalidOperationException("A tie needs the detectors' severities."))(detector, point);
                var severity = double.IsFinite(given) ? given : 0;
                var isStronger = severity > strongest.Severity || (severity == strongest.Severity && string.CompareOrdinal(name, strongest.Name) > 0);
                strongest = isStronger ? (severity, name) : strongest;
            }
        }

        return strongest;
    }
}
