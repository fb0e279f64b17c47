using System.Collections;

namespace Detectkit;

/// <summary>Goes through a <see cref="ValueList{T}"/> without a new object.</summary>
/// <typeparam name="T">The element type.</typeparam>
public record struct ValueListEnumerator<T> : IEnumerator<T>
{
    private readonly T[] items;
    private int next;

    internal ValueListEnumerator(T[] items) => this.items = items;

    /// <inheritdoc/>
    public readonly T Current => items[next - 1];

    readonly object? IEnumerator.Current => Current;

    /// <inheritdoc/>
    public bool MoveNext() => next < items.Length && ++next > 0;

    /// <inheritdoc/>
    public void Reset() => next = 0;

    /// <summary>Does nothing: there is nothing to give back.</summary>
    public readonly void Dispose()
    {
    }
}
