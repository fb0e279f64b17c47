using System.Buffers;

namespace Detectkit.Statistics;

/// <summary>
/// Arrays rented for one piece of work, such as an analysis or a pass, from the runtime's pools, which are bounded and shrink. Disposing
/// gives all of them back. Not thread-safe.
/// </summary>
internal sealed class Buffers : IDisposable
{
    private readonly List<(Array Rented, Action<Array> Return)> arrays = [];

    /// <summary>An array of at least a length, holding whatever was left in it.</summary>
    public T[] Rent<T>(int length)
    {
        var array = ArrayPool<T>.Shared.Rent(Math.Max(1, length));
        arrays.Add((array, static rented => ArrayPool<T>.Shared.Return((T[])rented)));
        return array;
    }

    public void Dispose()
    {
        foreach (var (rented, giveBack) in arrays)
        {
            giveBack(rented);
        }

        arrays.Clear();
    }
}
