using System.Reflection;

namespace Detectkit.Engine.Tests.Detectors;

/// <summary>What an object keeps in memory, counted field by field: other tests' allocations have no part in it.</summary>
internal static class ReachableSize
{
    private const int Word = 8;
    private const int Header = 2 * Word;

    /// <summary>Bytes of an object and all that it refers to, each counted once; constants of the program are not counted.</summary>
    public static long Of(object root)
    {
        var (seen, pending, size) = (new HashSet<object>(ReferenceEqualityComparer.Instance), new Stack<object>(), 0L);
        pending.Push(root);
        while (pending.TryPop(out var item))
        {
            if (item is Type or Delegate || (item is string text && string.IsInterned(text) is not null) || !seen.Add(item))
            {
                continue;
            }

            size += Aligned(Header + ContentOf(item, pending));
        }

        return size;
    }

    private static long ContentOf(object item, Stack<object> pending)
    {
        if (item is string text)
        {
            return sizeof(int) + ((text.Length + 1) * sizeof(char));
        }

        if (item is not Array array)
        {
            return FieldsOf(item.GetType(), item, pending);
        }

        var element = array.GetType().GetElementType()!;
        var content = (long)Word;
        foreach (var value in array)
        {
            content += Place(element, value, pending);
        }

        return content;
    }

    private static long FieldsOf(Type type, object item, Stack<object> pending)
    {
        var size = 0L;
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                size += Place(field.FieldType, field.GetValue(item), pending);
            }
        }

        return size;
    }

    private static long Place(Type type, object? value, Stack<object> pending)
    {
        if (!type.IsValueType)
        {
            if (value is not null)
            {
                pending.Push(value);
            }

            return Word;
        }

        return value is null || type == typeof(DateTime) || type.IsPrimitive || type.IsEnum || Nullable.GetUnderlyingType(type) is not null
            ? Width(type)
            : Aligned(FieldsOf(type, value, pending));
    }

    private static long Width(Type type) => type.IsEnum ? Width(Enum.GetUnderlyingType(type))
        : type == typeof(bool) || type == typeof(byte) || type == typeof(sbyte) ? 1
        : type == typeof(char) || type == typeof(short) || type == typeof(ushort) ? 2
        : type == typeof(int) || type == typeof(uint) || type == typeof(float) ? 4
        : Nullable.GetUnderlyingType(type) is not null ? 2 * Word : Word;

    private static long Aligned(long bytes) => (bytes + Word - 1) / Word * Word;
}
