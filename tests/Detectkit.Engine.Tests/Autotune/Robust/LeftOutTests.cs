using Detectkit.Benchmarks.HeldOut;

namespace Detectkit.Engine.Tests.Autotune.Robust;

public class LeftOutTests
{
    [Fact]
    public void A_series_has_no_say_in_what_is_chosen_for_it() =>
        Assert.Equal([1, 0, 0], LeftOut.Choose([[0.9, 0.5, 0.5], [0.1, 0.6, 0.6]]));

    [Fact]
    public void Among_equals_the_first_is_chosen() => Assert.Equal([0, 0], LeftOut.Choose([[0.5, 0.5], [0.5, 0.5]]));
}
