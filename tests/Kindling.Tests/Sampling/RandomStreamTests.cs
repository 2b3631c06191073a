using System.Numerics;
using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Tests.Sampling;

public class RandomStreamTests
{
    [Fact]
    public void Equal_keys_give_equal_bits()
    {
        RandomStream a = RandomStream.Create(7, "weights"), b = RandomStream.Create(7, "weights");
        for (int i = 0; i < 200; i++)
            Assert.Equal(a.NextUInt32(), b.NextUInt32());
    }

    [Fact]
    public void The_bits_of_a_seed_never_change()
    {
        // Recorded when the stream was made: a change here changes every network that anyone has drawn.
        RandomStream stream = RandomStream.Create(2024, "weights").Split("layer").Split(3);
        uint[] drawn = [stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32()];
        Assert.Equal(Recorded, drawn);
    }

    static readonly uint[] Recorded = [2690621779, 6740681, 2005923133, 417535999];

    [Fact]
    public void A_child_does_not_depend_on_what_was_drawn_from_its_parent()
    {
        RandomStream parent = RandomStream.Create(1, "a");
        ulong before = parent.Split("child").NextUInt64();
        parent.FillNormal<float>(new float[1000]);
        Assert.Equal(before, parent.Split("child").NextUInt64());
    }

    [Fact]
    public void Streams_of_different_keys_differ()
    {
        RandomStream root = RandomStream.Create(0, "");
        var streams = new List<RandomStream>
        {
            root, RandomStream.Create(1, ""), RandomStream.Create(0, "a"), RandomStream.Create(0, "a\0"),
            RandomStream.Create(0, "12345678"), RandomStream.Create(0, "12345678\0"), root.Split("a"), root.Split(""),
            root.Split("a").Split("b"), root.Split("b").Split("a"), root.Split("ab"), root.Split(-1),
        };
        for (int i = 0; i < 1000; i++)
            streams.Add(root.Split(i));
        Assert.Equal(streams.Count, streams.Select(s => s.NextUInt64()).Distinct().Count());
    }

    [Fact]
    public void Setting_the_position_goes_on_exactly_from_there()
    {
        RandomStream stream = RandomStream.Create(3, "resume");
        for (int i = 0; i < 37; i++)
            stream.NextUInt32();
        stream.FillNormal<double>(new double[11]);
        stream.NextDouble();
        ulong position = stream.Position;
        double normal = stream.NextNormal();
        float[] fill = new float[100];
        stream.FillUniform<float>(fill, -1, 1);
        RandomStream again = RandomStream.Create(3, "resume");
        again.Position = position;
        Assert.Equal(normal, again.NextNormal());
        float[] fillAgain = new float[100];
        again.FillUniform<float>(fillAgain, -1, 1);
        Assert.Equal(fill, fillAgain);
        Assert.Equal(stream.Position, again.Position);
    }

    [Fact]
    public void Fills_have_the_same_bits_on_every_register_width()
    {
        CheckWidths<float, Lanes128<float>, Lanes256<float>, Lanes512<float>>();
        CheckWidths<double, Lanes128<double>, Lanes256<double>, Lanes512<double>>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(511)]
    [InlineData(513)]
    [InlineData(1300)]
    public void A_shorter_fill_is_the_beginning_of_a_longer_one_and_stays_inside(int length)
    {
        CheckPrefix<float>(length);
        CheckPrefix<double>(length);
    }

    [Fact]
    public void Integers_below_a_bound_are_uniform()
    {
        // 60,000 draws in 6 cells: chi-square with 5 degrees of freedom exceeds 30 with probability 1.5e-5.
        const int draws = 60_000, cells = 6;
        RandomStream stream = RandomStream.Create(5, "dice");
        double[] counts = new double[cells];
        for (int i = 0; i < draws; i++)
            counts[stream.NextInt(cells)]++;
        double expected = draws / (double)cells;
        Assert.InRange(counts.Sum(c => (c - expected) * (c - expected) / expected), 0, 30);
    }

    [Fact]
    public void Integers_reach_both_ends_of_the_largest_range_and_the_smallest()
    {
        RandomStream stream = RandomStream.Create(6, "range");
        Assert.Equal(0, stream.NextInt(1));
        int[] draws = Enumerable.Range(0, 1000).Select(_ => stream.NextInt(int.MaxValue)).ToArray();
        Assert.True(draws.Min() < int.MaxValue / 100 && draws.Max() > int.MaxValue / 100 * 99);
    }

    [Fact]
    public void Permutations_are_permutations_and_every_one_of_three_comes_equally_often()
    {
        RandomStream stream = RandomStream.Create(8, "permutation");
        Assert.Equal(Enumerable.Range(0, 100), stream.NextPermutation(100).Order());
        // 60,000 draws in 6 cells, as above.
        var counts = new Dictionary<int, int>();
        for (int i = 0; i < 60_000; i++)
        {
            int[] p = stream.NextPermutation(3);
            int code = (p[0] * 3) + p[1];
            counts[code] = counts.GetValueOrDefault(code) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.InRange(counts.Values.Sum(c => (c - 1e4) * (c - 1e4) / 1e4), 0, 30);
    }

    [Fact]
    public void Wrong_arguments_are_refused_with_their_name()
    {
        RandomStream stream = RandomStream.Create(1, "x");
        Assert.Throws<ArgumentNullException>("purpose", () => RandomStream.Create(1, null!));
        Assert.Throws<ArgumentOutOfRangeException>("exclusiveMax", () => stream.NextInt(0));
        Assert.Throws<ArgumentException>("low", () => stream.FillUniform<double>(new double[2], 1, 1));
        Assert.Throws<ArgumentException>("low", () => stream.FillUniform<float>(new float[2], 0, 1e300));
        Assert.Throws<ArgumentException>("standardDeviation", () => stream.FillNormal<double>(new double[2], 0, -1));
        Assert.Throws<ArgumentException>("mean", () => stream.FillNormal<double>(new double[2], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("a", () => stream.NextBeta(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("b", () => stream.NextBeta(1, double.PositiveInfinity));
    }

    static void CheckPrefix<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] shorter = new T[length + 2], longer = new T[2000];
        // An odd offset into the array: no alignment is needed.
        RandomStream.Create(4, "prefix").FillNormal<T>(shorter.AsSpan(1, length), 1, 2);
        RandomStream.Create(4, "prefix").FillNormal<T>(longer, 1, 2);
        Assert.Equal(T.Zero, shorter[0]);
        Assert.Equal(T.Zero, shorter[length + 1]);
        Assert.Equal(longer[..length], shorter[1..(length + 1)]);
    }

    static void CheckWidths<T, V1, V2, V3>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where V1 : struct, ILanes<V1, T>
        where V2 : struct, ILanes<V2, T>
        where V3 : struct, ILanes<V3, T>
    {
        uint[] words = new uint[64 * 256];
        PhiloxBlocks.Fill(1, 2, 3, words);
        // Extreme words too: all zeros and all ones, in both places.
        words.AsSpan(0, 8).Clear();
        words.AsSpan(8, 8).Fill(uint.MaxValue);
        words.AsSpan(32, 4).Clear();
        words.AsSpan(36, 4).Fill(uint.MaxValue);
        int length = words.Length / 64 * Variates.GroupLength<T>();
        T[] a = new T[length], b = new T[length], c = new T[length];
        T mean = T.CreateTruncating(0.3), deviation = T.CreateTruncating(1.7);
        Variates.Normal<T, V1>(words, a, mean, deviation);
        Variates.Normal<T, V2>(words, b, mean, deviation);
        Variates.Normal<T, V3>(words, c, mean, deviation);
        Assert.Equal(a, b);
        Assert.Equal(a, c);
        Assert.All(a, x => Assert.True(T.IsFinite(x)));
        Variates.Uniform<T, V1>(words, a, -mean, deviation);
        Variates.Uniform<T, V2>(words, b, -mean, deviation);
        Variates.Uniform<T, V3>(words, c, -mean, deviation);
        Assert.Equal(a, b);
        Assert.Equal(a, c);
        Assert.All(a, x => Assert.True(x >= -mean && x < deviation));
    }
}
