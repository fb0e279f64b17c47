using System.Globalization;
using Detectkit.Autotune;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Writes every candidate of a search that varied one axis at a time, by axis, with its score as a bar and the scores of its folds as dots.</summary>
internal static class CandidateTable
{
    private const double Width = 300;
    private const double Height = 18;

    public static void Write(HtmlWriter html, AutotuneResult result)
    {
        var placed = CandidateAxes.Place(result.Candidates);
        var scores = placed.SelectMany(p => p.Candidate.FoldScores.Append(p.Candidate.Score)).Where(double.IsFinite).ToList();
        var (low, high) = (Math.Min(0, scores.DefaultIfEmpty(0).Min()), Math.Max(1, scores.DefaultIfEmpty(1).Max()));
        double X(double score) => Math.Clamp((score - low) / (high - low), 0, 1) * Width;

        html.OpenTable("table.candidates", "Tried", "Score", "Score and folds, " + Plain(low) + " to " + Plain(high), "Penalty").Line();
        foreach (var axis in placed.GroupBy(p => p.Axis))
        {
            html.Open("tbody").Open("tr.axis").Element("th", axis.Key.Replace('_', ' '), ("colspan", "4"), ("scope", "rowgroup")).CloseLine();
            var best = axis.Max(p => p.Candidate.Score);
            var isTied = axis.Count(p => p.Candidate.Score == best) > 1;
            foreach (var (_, value, candidate) in axis)
            {
                var isWinner = candidate.Id == result.Winner.Id;
                html.Open(isWinner ? "tr.winner" : "tr").Open("th", ("scope", "row")).Text(value);
                if (isWinner)
                {
                    html.Text(" ").Element("span.badge.tuned", "winner");
                }
                else if (candidate.Score == best && !isTied)
                {
                    html.Text(" ").Element("span.badge", "best here");
                }

                html.Close().Element("td.number", EvidenceNumbers.Exact(candidate.Score));
                html.Open("td").Open("svg.score", ("viewBox", "0 0 300 18"), ("role", "img"), ("aria-label", "Folds: " + string.Join(", ", candidate.FoldScores.Select(Plain))));
                var (zero, end) = (X(0), X(candidate.Score));
                html.Empty("rect.bar", ("x", EvidenceNumbers.Place(Math.Min(zero, end))), ("y", "4"), ("width", EvidenceNumbers.Place(Math.Abs(end - zero))), ("height", "10"), ("rx", "2"));
                foreach (var fold in candidate.FoldScores)
                {
                    html.Empty("circle.fold", ("cx", EvidenceNumbers.Place(Math.Clamp(X(fold), 4, Width - 4))), ("cy", EvidenceNumbers.Place(Height / 2)), ("r", "3"));
                }

                html.Close().Close().Element("td.number", EvidenceNumbers.Exact(candidate.Penalty)).CloseLine();
            }

            html.CloseLine();
        }

        html.CloseLine();
    }

    // Adding zero makes a zero of what is rounded to minus zero.
    private static string Plain(double score) => (Math.Round(score, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}
