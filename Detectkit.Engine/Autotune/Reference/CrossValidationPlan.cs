using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Autotune.Reference;

/// <summary>The windows to try, ascending, and the walk-forward folds behind the longest of them, which everything before the context's end only fills; the last runs to the end.</summary>
internal sealed record CrossValidationPlan(ValueList<int> Windows, int ContextEnd, ValueList<PointRange> Folds)
{
    private const int SecondsPerDay = 86_400;

    /// <summary>Plans for a series, or says why there can be no plan.</summary>
    public static CrossValidationPlan? Create(int points, int intervalSeconds, int folds, int? fixedWindow, out string? failure)
    {
        var windows = fixedWindow is { } window ? [window] : WindowGrid(points, intervalSeconds, folds);
        var contextEnd = Math.Min(Math.Max(windows[^1], SearchSpace.BaseWindow), points);
        var scored = points - contextEnd;
        if (scored <= 0 || folds < 1)
        {
            failure = string.Create(
                CultureInfo.InvariantCulture,
                $"not enough datapoints ({points}) for {folds}-fold cross-validation with a {Math.Max(windows[^1], SearchSpace.BaseWindow)}-point context window");
            return null;
        }

        failure = null;
        var count = Math.Min(folds, scored);
        var length = scored / count;
        return new CrossValidationPlan(
            windows,
            contextEnd,
            Enumerable.Range(0, count)
                .Select(k => new PointRange(contextEnd + (k * length), k == count - 1 ? points : contextEnd + ((k + 1) * length)))
                .ToValueList());
    }

    /// <summary>The same plan for a series with gaps, of which it was made for the values alone: every fold holds as many of them.</summary>
    public CrossValidationPlan OnGrid(ReadOnlySpan<double> values)
    {
        if (!values.Contains(double.NaN))
        {
            return this;
        }

        // What a fold has first is where it starts; the last runs to the end of the series, gaps and all.
        var folds = new PointRange[Folds.Count];
        for (var f = 0; f < folds.Length; f++)
        {
            folds[f] = new PointRange(PointOf(Folds[f].Start, values), PointOf(Folds[f].End, values));
        }

        return this with { ContextEnd = PointOf(ContextEnd, values), Folds = new ValueList<PointRange>(folds) };
    }

    private static int PointOf(int place, ReadOnlySpan<double> values)
    {
        var point = 0;
        for (var left = place; point < values.Length && (left > 0 || double.IsNaN(values[point])); point++)
        {
            left -= double.IsNaN(values[point]) ? 0 : 1;
        }

        return point;
    }

    private static ValueList<int> WindowGrid(int points, int intervalSeconds, int folds)
    {
        var cap = Math.Max(SearchSpace.SmallestWindow, points / (folds + 1));
        var day = Math.Max(1, (int)Math.Round((double)SecondsPerDay / intervalSeconds, MidpointRounding.ToEven));
        var grid = new SortedSet<int> { SearchSpace.BaseWindow, day, 7 * day };
        var fitting = grid.Where(w => w >= SearchSpace.SmallestWindow && w <= cap).ToValueList();
        return fitting.Count > 0 ? fitting : [Math.Max(2, Math.Min(cap, SearchSpace.BaseWindow))];
    }
}
