namespace Detectkit.Statistics.Sliding;

/// <summary>
/// Cuts a <see cref="SlidingSample"/> into chunks of windows and ranks, for each chunk, the values that its windows touch. A chunk
/// spans about twice its windows, so each value is ranked about twice, in time linear in the series since the series is sorted
/// already.
/// </summary>
internal sealed class RankedChunks
{
    // Short windows want short chunks: the denser a chunk, the nearer the next member.
    private const int LeastWindows = 64;

    private readonly Chunk[] chunks;
    private readonly int[] positions;

    private RankedChunks(int count, int largest, Chunk[] chunks, int[] positions) =>
        (Count, Largest, this.chunks, this.positions) = (count, largest, chunks, positions);

    public int Count { get; }

    /// <summary>Values of the chunk that touches most.</summary>
    public int Largest { get; }

    public (int First, int End) Windows(int chunk) => (chunks[chunk].FirstWindow, chunks[chunk].EndWindow);

    /// <summary>The first position that the chunk's windows touch.</summary>
    public int UniverseStart(int chunk) => chunks[chunk].Start;

    /// <summary>The positions that the chunk's windows touch, in ascending order of value.</summary>
    public ReadOnlySpan<int> ByRank(int chunk) => positions.AsSpan(chunks[chunk].Offset, chunks[chunk].End - chunks[chunk].Start);

    public static RankedChunks Plan(SlidingSample sample, Buffers buffers)
    {
        var (n, start, end) = (sample.Count, sample.Start, sample.End);
        var chunks = buffers.Rent<Chunk>((n / LeastWindows) + 1 + Runs(sample));
        var (count, total, largest) = (0, 0, 0);
        for (var first = 0; first < n;)
        {
            var from = start[first];
            if (end[first] <= from)
            {
                first++;
                continue;
            }

            var limit = Math.Min(n, first + Math.Max(LeastWindows, end[first] - from));
            var next = first + 1;
            while (next < limit && end[next] > start[next])
            {
                next++;
            }

            var until = end[next - 1];
            chunks[count++] = new Chunk(first, next, from, until, total);
            total += until - from;
            largest = Math.Max(largest, until - from);
            first = next;
        }

        var positions = buffers.Rent<int>(total);
        Distribute(sample, chunks.AsSpan(0, count), positions);
        return new RankedChunks(count, largest, chunks, positions);
    }

    // An empty window begins a sequence, ends a long gap, or is one that nobody asks for. Chunks end there.
    private static int Runs(SlidingSample sample)
    {
        var (runs, isEmpty) = (0, true);
        for (var p = 0; p < sample.Count; p++)
        {
            var wasEmpty = isEmpty;
            isEmpty = sample.End[p] <= sample.Start[p];
            runs += wasEmpty & !isEmpty ? 1 : 0;
        }

        return runs;
    }

    private static void Distribute(SlidingSample sample, ReadOnlySpan<Chunk> chunks, int[] positions)
    {
        using var scratch = new Buffers();
        var firstChunk = scratch.Rent<int>(sample.Count);
        var chunk = 0;
        for (var p = 0; p < sample.Count; p++)
        {
            while (chunk < chunks.Length && chunks[chunk].End <= p)
            {
                chunk++;
            }

            firstChunk[p] = chunk;
        }

        var cursor = scratch.Rent<int>(chunks.Length);
        for (var c = 0; c < chunks.Length; c++)
        {
            cursor[c] = chunks[c].Offset;
        }

        foreach (var p in sample.Sorted.AsSpan(0, sample.Count))
        {
            for (var c = firstChunk[p]; c < chunks.Length && chunks[c].Start <= p; c++)
            {
                positions[cursor[c]++] = p;
            }
        }
    }

    // Windows [FirstWindow, EndWindow) touch the positions [Start, End), whose ranks begin at Offset.
    private readonly record struct Chunk(int FirstWindow, int EndWindow, int Start, int End, int Offset);
}
