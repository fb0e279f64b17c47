using System.Buffers;

namespace Detectkit.Statistics.Sliding;

/// <summary>
/// Cuts a <see cref="SlidingSample"/> into chunks of windows and ranks, for each chunk, the values that its windows touch. A chunk
/// spans about twice its windows, so each value is ranked about twice, in time linear in the series since the series is sorted
/// already.
/// </summary>
internal sealed class RankedChunks : IDisposable
{
    // Short windows want short chunks: the denser a chunk, the nearer the next member.
    private const int LeastWindows = 64;

    private readonly int[] firstWindow;
    private readonly int[] endWindow;
    private readonly int[] universeStart;
    private readonly int[] offset;
    private readonly int[] positions;

    private RankedChunks(int count, int largest, int[] firstWindow, int[] endWindow, int[] universeStart, int[] offset, int[] positions) =>
        (Count, Largest, this.firstWindow, this.endWindow, this.universeStart, this.offset, this.positions) =
            (count, largest, firstWindow, endWindow, universeStart, offset, positions);

    /// <summary>Number of chunks.</summary>
    public int Count { get; }

    /// <summary>Values of the chunk that touches most.</summary>
    public int Largest { get; }

    /// <summary>The windows of a chunk, as a half-open range.</summary>
    public (int First, int End) Windows(int chunk) => (firstWindow[chunk], endWindow[chunk]);

    /// <summary>The first position that the chunk's windows touch.</summary>
    public int UniverseStart(int chunk) => universeStart[chunk];

    /// <summary>The positions that the chunk's windows touch, in ascending order of value.</summary>
    public ReadOnlySpan<int> ByRank(int chunk) => positions.AsSpan(offset[chunk], offset[chunk + 1] - offset[chunk]);

    public static RankedChunks Plan(SlidingSample sample)
    {
        var n = sample.Count;
        var (start, end) = (sample.Start, sample.End);
        var bound = (n / LeastWindows) + 2 + Runs(sample);
        var pool = ArrayPool<int>.Shared;
        var firstWindow = pool.Rent(bound);
        var endWindow = pool.Rent(bound);
        var universeStart = pool.Rent(bound);
        var universeEnd = pool.Rent(bound);
        var offset = pool.Rent(bound);
        var (chunks, total, largest) = (0, 0, 0);
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
            firstWindow[chunks] = first;
            endWindow[chunks] = next;
            universeStart[chunks] = from;
            universeEnd[chunks] = until;
            offset[chunks] = total;
            total += until - from;
            largest = Math.Max(largest, until - from);
            chunks++;
            first = next;
        }

        offset[chunks] = total;
        var positions = SeriesColumns.Indices.Rent(Math.Max(total, 1));
        Distribute(sample, chunks, universeStart, universeEnd, offset, positions);
        pool.Return(universeEnd);
        return new RankedChunks(chunks, largest, firstWindow, endWindow, universeStart, offset, positions);
    }

    public void Dispose()
    {
        var pool = ArrayPool<int>.Shared;
        pool.Return(firstWindow);
        pool.Return(endWindow);
        pool.Return(universeStart);
        pool.Return(offset);
        SeriesColumns.Indices.Return(positions);
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

    private static void Distribute(SlidingSample sample, int chunks, int[] universeStart, int[] universeEnd, int[] offset, int[] positions)
    {
        var pool = ArrayPool<int>.Shared;
        var firstChunk = pool.Rent(Math.Max(sample.Count, 1));
        var chunk = 0;
        for (var p = 0; p < sample.Count; p++)
        {
            while (chunk < chunks && universeEnd[chunk] <= p)
            {
                chunk++;
            }

            firstChunk[p] = chunk;
        }

        var cursor = pool.Rent(chunks + 1);
        offset.AsSpan(0, chunks).CopyTo(cursor);
        foreach (var p in sample.Sorted.AsSpan(0, sample.Count))
        {
            for (var c = firstChunk[p]; c < chunks && universeStart[c] <= p; c++)
            {
                positions[cursor[c]++] = p;
            }
        }

        pool.Return(cursor);
        pool.Return(firstChunk);
    }
}
