using System.Buffers;

namespace Detectkit.Statistics;

/// <summary>
/// Arrays rented for one piece of work, such as an analysis or a pass, from the runtime's pools, which are bounded and shrink. Disposing
/// gives all of them back. Not thread-safe.
/// </summary>
internal sealed class Buffers : IDisposable
{
    private Rented? newest;

    /// <summary>An array of at least a length, holding whatever was left in it.</summary>
    public T[] Rent<T>(int length)
    {
        var array = ArrayPool<T>.Shared.Rent(Math.Max(1, length));
        newest = new Rented<T>(array, newest);
        return array;
    }

    public void Dispose()
    {
        for (; newest is not null; newest = newest.Older)
        {
            newest.Return();
        }
    }

    private abstract class Rented(Rented? older)
    {
        public Rented? Older { get; } = older;

        public abstract void Return();
    }

    private sealed class Rented<T>(T[] array, Rented? older) : Rented(older)
    {
        public override void Return() => ArrayPool<T>.Shared.Return(array);
    }
}
