using System.Buffers.Binary;
using System.Numerics;
using MathNet.Numerics.Random;

namespace Detectkit.Autotune.Resampling;

/// <summary>Draws of whole numbers, those of <see cref="MersenneTwister"/> of the same seed, without a new buffer for each.</summary>
internal sealed class BlockDraws(int seed)
{
    private const int Bits = 32;

    private readonly MersenneTwister random = new(seed, threadSafe: false);
    private readonly byte[] bytes = new byte[sizeof(uint)];

    /// <summary>The next number of at least 0 and below a bound.</summary>
    public int Next(int bound)
    {
        var needed = BitOperations.Log2((uint)bound) + (BitOperations.IsPow2(bound) ? 0 : 1);
        if (needed == 0)
        {
            return 0;
        }

        while (true)
        {
            random.NextBytes(bytes);
            var drawn = (int)(BinaryPrimitives.ReadUInt32LittleEndian(bytes) >> (Bits - needed));
            if (drawn < bound)
            {
                return drawn;
            }
        }
    }
}
