using Detectkit.Autotune.Resampling;
using MathNet.Numerics.Random;

namespace Detectkit.Engine.Tests.Autotune.Resampling;

public class BlockDrawsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-7)]
    public void Draws_are_those_of_the_library(int seed)
    {
        var (library, draws) = (new MersenneTwister(seed, threadSafe: false), new BlockDraws(seed));
        for (var i = 0; i < 20_000; i++)
        {
            var bound = 1 + (i % 300);
            Assert.Equal(library.Next(bound), draws.Next(bound));
        }
    }
}
