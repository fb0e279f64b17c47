using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Statistics;
using Detectkit.Yaml.Editing;
using Detectkit.Yaml;

namespace Detectkit.Emission;

/// <summary>The comment at the top of a tuned file: what was searched on, what came out and why, and how to repeat it.</summary>
internal static class TunedHeader
{
    public const string Border = "# ─────────────────────────────────────────────────────────────";

    internal const string Title = "# Auto-tuned by Detectkit (run_id: ";
    private const string StampFormat = "yyyy-MM-dd HH:mm:ss";
    private const int StageWidth = 12;

    /// <summary>The lines, borders included, without line breaks. The same result gives the same lines anywhere.</summary>
    public static ValueList<string> Lines(MetricConfig metric, AutotuneResult result, string arguments = "")
    {
        List<string> lines =
        [
            Border,
            Title + result.RunId + ")",
            "# Generated from: " + metric.FilePath,
            "# Training period : " + Stamp(result.TrainingStart) + " → " + Stamp(result.TrainingEnd) + " UTC (" + Grouped(result.Points) + " points)",
            "# Labels          : " + Labels(result),
            Outcome(result),
        ];
        lines.AddRange(result.DecisionLog.Where(d => !d.IsDetail).Select(DecisionLine).OfType<string>());
        lines.Add("# Reproduce: dotnet build -t:Autotune -p:AutotuneSelect=" + metric.Name + arguments);
        lines.Add(Border);
        return lines.Select(OneLine).ToValueList();
    }

    /// <summary>Whether two texts of a metric's file differ, if at all, in their headers only.</summary>
    /// <returns>True if they are the same but for their headers.</returns>
    public static bool IsAllThatDiffers(string one, string other) => Without(one) is { } text && text == Without(other);

    private static string? Without(string text)
    {
        var unmarked = text.TrimStart('\uFEFF');
        return YamlReader.Read(unmarked).Root is { } document
            ? TextEdit.Apply(unmarked, [.. HeaderPlacement.Put(new FileText(unmarked), document.Span.Start.Index, [])])
            : null;
    }

    private static string Labels(AutotuneResult result)
    {
        var mode = result.Mode == TuningMode.Supervised ? "supervised" : "unsupervised";
        var labels = result.Labels;
        return mode + " — " + Grouped(labels.Intervals) + " interval(s), " + Grouped(labels.Points) + " point(s), "
            + Grouped(labels.PositiveGridPoints) + " labeled grid point(s)";
    }

    private static string Outcome(AutotuneResult result)
    {
        var name = result.Mode == TuningMode.Supervised
            ? "# Scoring metric  : " + ScoringMetricName.Format(result.ScoringMetric)
            : "# Objective       : unsupervised (0.6 quietness + 0.4 separation)";
        if (result.ScoreWords is { } words)
        {
            return "# Score           : " + FixedNotation.Format(result.Winner.Score, 3) + " (" + words + ")";
        }

        var folds = result.Winner.FoldScores;
        return name + " = " + FixedNotation.Format(result.Winner.Score, 3)
            + (result.Strategy == AutotuneStrategy.Robust ? " (by fold: " : " (CV folds: ") + (folds.Count == 0 ? "none scored" : string.Join(" ", folds.Select(f => FixedNotation.Format(f, 2)))) + ")";
    }

    private static string? DecisionLine(Decision decision) =>
        TuningStageName.InHeader(decision.Stage) is { } stage ? "# " + stage.PadRight(StageWidth) + decision.Message : null;

    // A file's name may hold what would end the comment.
    private static string OneLine(string line) =>
        string.Concat(line.Select(c => ScalarText.IsPrintable(c) || char.IsSurrogate(c) ? c : '?'));

    private static string Stamp(DateTime stamp) => stamp.ToString(StampFormat, CultureInfo.InvariantCulture);

    private static string Grouped(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
