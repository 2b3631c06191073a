using Kindling.Studies;

namespace Kindling.Tests.Studies.Comparisons;

public class PartitionsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(4, 15)]
    [InlineData(8, 4140)]
    public void There_are_as_many_as_the_bell_number_and_all_differ(int size, int expected)
    {
        var seen = new HashSet<string>();
        Partitions.ForEach(size, groups =>
        {
            int all = 0;
            foreach (int group in groups)
            {
                Assert.Equal(0, all & group);
                all |= group;
            }

            Assert.Equal((1 << size) - 1, all);
            Assert.True(seen.Add(string.Join(' ', groups.ToArray().Order())));
        });
        Assert.Equal(expected, seen.Count);
        Assert.Equal(expected, Partitions.CountOf(size));
    }

    [Fact]
    public void The_kth_largest_of_values_is_that_of_the_sorted_values()
    {
        float[] values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, float.PositiveInfinity, 8, 9];
        float[] sorted = [.. values.OrderDescending()];
        for (int k = 0; k < values.Length; k++)
            Assert.Equal(sorted[k], OrderStatistic.Largest([.. values], k));
    }

    /// <summary>Members 0 and 1 against 2 and 3, with a little noise: weights 1/2, 1/2, -1/2, -1/2.</summary>
    [Fact]
    public void The_principal_contrast_sets_apart_what_differs()
    {
        double[] noise = [0.01, -0.02, 0.015, 0, 0.005, -0.01];
        double[] weights = PrincipalContrast.Of(
            [noise, [.. noise.Reverse()], [.. noise.Select(n => 5 - n)], [.. noise.Select(n => 5 + (n / 2))]]);
        Assert.Equal(0, weights.Sum(), 1e-12);
        Assert.All(weights, w => Assert.Equal(0.5, Math.Abs(w), 0.01));
        Assert.True(weights[0] * weights[1] > 0 && weights[0] * weights[2] < 0);
    }
}
