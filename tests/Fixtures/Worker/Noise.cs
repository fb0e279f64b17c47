namespace Detectkit.Build.Newcomer;

/// <summary>Pseudo-random numbers that stay the same on every runtime (SplitMix64).</summary>
internal sealed class Noise(ulong seed)
{
    private ulong state = seed;

    public double Uniform()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
    }

    /// <summary>The sum of twelve uniforms: near enough to normal, and free of library functions that differ between platforms.</summary>
    public double Normal() => Enumerable.Range(0, 12).Sum(_ => Uniform()) - 6;
}
