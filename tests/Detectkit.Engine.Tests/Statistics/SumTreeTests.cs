using CsCheck;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Statistics;

public class SumTreeTests
{
    [Fact]
    public void Sums_and_places_equal_those_of_a_plain_array() =>
        Gen.Select(Gen.Int[1, 700], Gen.Select(Gen.Int[0, 699], Gen.Int[0, 9]).Array[0, 900]).Sample((size, changes) =>
        {
            var plain = new double[size];
            foreach (var (rank, weight) in changes)
            {
                plain[rank % size] = weight;
            }

            Check(plain, changes);
        });

    private static unsafe void Check(double[] plain, (int Rank, int Weight)[] changes)
    {
        var cells = new double[SumTree.CellsFor(plain.Length)];
        fixed (double* pointer = cells)
        {
            var tree = new SumTree(pointer);
            tree.Clear(plain.Length);
            foreach (var (rank, weight) in changes)
            {
                tree.Set(rank % plain.Length, weight);
            }

            Assert.Equal(plain.Sum(), tree.Total);
            for (var rank = 0; rank < plain.Length; rank += 7)
            {
                Assert.Equal(plain.Take(rank).Sum(), tree.Below(rank));
                Assert.Equal(plain.Skip(rank / 2).Take(rank - (rank / 2)).Sum(), tree.Between(rank / 2, rank));
            }

            var sum = 0.0;
            for (var rank = 0; rank < plain.Length; rank++)
            {
                if (plain[rank] > 0)
                {
                    Assert.Equal(rank, tree.Find(sum, out var below));
                    Assert.Equal(sum, below);
                }

                sum += plain[rank];
            }
        }
    }
}
