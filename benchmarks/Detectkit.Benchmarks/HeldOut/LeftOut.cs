namespace Detectkit.Benchmarks.HeldOut;

/// <summary>A choice made for each series by all the others.</summary>
internal static class LeftOut
{
    /// <summary>For each series the variant that scores highest on the others, the first among equals.</summary>
    /// <param name="scores">By variant and series.</param>
    public static IReadOnlyList<int> Choose(IReadOnlyList<double[]> scores) =>
        [.. Enumerable.Range(0, scores[0].Length).Select(left => Enumerable.Range(0, scores.Count).MaxBy(v => scores[v].Sum() - scores[v][left]))];
}
