using System.Numerics;
using Kindling.Simd;

namespace Kindling.Sampling;

/// <summary>A stream of random numbers, keyed by what they are for and never by the order of drawing.</summary>
/// <remarks>
/// <para>
/// A stream reads the words of <see cref="Philox"/> under a 128-bit key made from the seed and a chain of purposes
/// (<c>seed / "layer 3" / "weights"</c>). Splitting looks at the key alone: a child is the same whatever was drawn from
/// its parent. Equal keys give equal bits on every machine, register width and number of threads.
/// </para>
/// <para>
/// Words come in groups of 64. The single draws (<c>Next...</c>) take the next words in order; each fill starts at a
/// new group and takes whole groups, so that it may be worked out sixteen numbers at a time. A stream is not safe for
/// use from several threads at once: split it instead.
/// </para>
/// </remarks>
public sealed class RandomStream
{
    readonly StreamKey _key;
    uint[]? _group;
    ulong _groupNumber;

    RandomStream(StreamKey key) => _key = key;

    /// <summary>How many 32-bit words have been taken: with the key, the whole state of the stream.</summary>
    /// <remarks>May be set to any value a stream of the same key had, to go on exactly from there.</remarks>
    public ulong Position { get; set; }

    /// <summary>The stream of a seed for a purpose, e.g. <c>"weights"</c>.</summary>
    public static RandomStream Create(ulong seed, string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new RandomStream(StreamKey.FromSeed(seed).Child(purpose));
    }

    /// <summary>An independent stream for a purpose within this one's; not affected by what was drawn.</summary>
    public RandomStream Split(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new RandomStream(_key.Child(purpose));
    }

    /// <summary>An independent stream for a number (a layer, a row, a step) within this one's purpose.</summary>
    public RandomStream Split(int index) => new(_key.Child(index));

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        ulong number = Position / PhiloxBlocks.GroupWords;
        if (_group is null || number != _groupNumber)
        {
            _group ??= new uint[PhiloxBlocks.GroupWords];
            PhiloxBlocks.Fill(_key.Key, _key.Counter, number, _group);
            _groupNumber = number;
        }

        return _group[(int)(Position++ % PhiloxBlocks.GroupWords)];
    }

    /// <summary>64 random bits, from two words, the first one below.</summary>
    public ulong NextUInt64()
    {
        ulong low = NextUInt32();
        return low | ((ulong)NextUInt32() << 32);
    }

    /// <summary>Uniform on [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0, 1, ... <paramref name="exclusiveMax"/> - 1, without bias (Lemire 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is not positive.</exception>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        uint count = (uint)exclusiveMax;
        ulong product = (ulong)NextUInt32() * count;
        if ((uint)product < count)
        {
            uint threshold = (0u - count) % count;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * count;
        }

        return (int)(product >> 32);
    }

    /// <summary>Standard normal, from 128 bits: full double precision, with the right tail out to 9.3.</summary>
    public double NextNormal()
    {
        ulong first = NextUInt64();
        return Variates.Normal(first, NextUInt64());
    }

    /// <summary>
    /// Beta(<paramref name="a"/>, <paramref name="b"/>): density proportional to x^(a-1) (1-x)^(b-1) on [0, 1].
    /// </summary>
    /// <remarks>
    /// Beta(2, 1) is sqrt(U) exactly, and so on for b = 1 or a = 1; else the quotient of gamma variates (Marsaglia
    /// and Tsang 2000), taken in logarithms, so that tiny parameters do no harm.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive and finite.</exception>
    public double NextBeta(double a, double b) => Beta.Draw(this, a, b);

    /// <summary>Uniform numbers on [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <exception cref="ArgumentException">
    /// The ends are not finite, or low is not below high in <typeparamref name="T"/>.
    /// </exception>
    public void FillUniform<T>(Span<T> destination, double low, double high)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T from = T.CreateTruncating(low), to = T.CreateTruncating(high);
        if (!T.IsFinite(from) || !T.IsFinite(to) || !T.IsFinite(to - from) || from >= to)
        {
            throw new ArgumentException(
                $"[{low}, {high}) is not an interval; low must be below high, both finite.", nameof(low));
        }

        Fill(destination, new UniformKernel<T>(from, to));
    }

    /// <summary>Independent normal numbers.</summary>
    /// <param name="destination">Overwritten.</param>
    /// <param name="mean">Finite.</param>
    /// <param name="standardDeviation">Finite, 0 or more.</param>
    /// <exception cref="ArgumentException">The mean or standard deviation is out of range.</exception>
    /// <remarks>The tail reaches 6.6 standard deviations in float and 9.3 in double: all that 2^32 or 2^64 values of a
    /// uniform can give.</remarks>
    public void FillNormal<T>(Span<T> destination, double mean = 0, double standardDeviation = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!double.IsFinite(mean))
            throw new ArgumentException($"mean is {mean}; it must be finite.", nameof(mean));
        if (!double.IsFinite(standardDeviation) || standardDeviation < 0)
        {
            throw new ArgumentException(
                $"standardDeviation is {standardDeviation}; it must be finite and 0 or more.",
                nameof(standardDeviation));
        }

        Fill(destination, new NormalKernel<T>(T.CreateTruncating(mean), T.CreateTruncating(standardDeviation)));
    }

    /// <summary>
    /// A direction, uniform on the unit sphere of <paramref name="destination"/>'s dimension (+1 or -1 in one
    /// dimension).
    /// </summary>
    public void FillUnitVector<T>(Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.IsEmpty)
            return;
        double square;
        do
        {
            FillNormal(destination);
            square = 0;
            foreach (T value in destination)
                square += double.CreateTruncating(value) * double.CreateTruncating(value);
        }
        while (square == 0);
        double norm = Math.Sqrt(square);
        foreach (ref T value in destination)
            value = T.CreateTruncating(double.CreateTruncating(value) / norm);
    }

    /// <summary>Puts the items into an order that is uniform over all permutations (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A uniform permutation of 0 ... <paramref name="count"/> - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] NextPermutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] items = new int[count];
        for (int i = 0; i < count; i++)
            items[i] = i;
        Shuffle(items);
        return items;
    }

    /// <summary>Fills in pieces of a few groups, so that the words stay in the first cache.</summary>
    void Fill<T, TKernel>(Span<T> destination, TKernel kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IKernel<T>
    {
        ElementType.Require<T>();
        const int PieceGroups = 8;
        int groupLength = Variates.GroupLength<T>();
        Span<uint> words = stackalloc uint[PieceGroups * PhiloxBlocks.GroupWords];
        ulong group = (Position + PhiloxBlocks.GroupWords - 1) / PhiloxBlocks.GroupWords;
        while (!destination.IsEmpty)
        {
            int whole = Math.Min(destination.Length / groupLength, PieceGroups);
            int groups = Math.Max(whole, 1), length = whole > 0 ? whole * groupLength : destination.Length;
            Span<uint> piece = words[..(groups * PhiloxBlocks.GroupWords)];
            PhiloxBlocks.Fill(_key.Key, _key.Counter, group, piece);
            if (whole > 0)
                kernel.Invoke(piece, destination[..length]);
            else
                FillPart(piece, destination, kernel);
            group += (ulong)groups;
            destination = destination[length..];
        }

        Position = group * PhiloxBlocks.GroupWords;
    }

    /// <summary>Less than a group: the beginning of what a whole one would hold.</summary>
    static void FillPart<T, TKernel>(ReadOnlySpan<uint> words, Span<T> destination, TKernel kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IKernel<T>
    {
        Span<T> group = stackalloc T[PhiloxBlocks.GroupWords];
        group = group[..Variates.GroupLength<T>()];
        kernel.Invoke(words, group);
        group[..destination.Length].CopyTo(destination);
    }

    interface IKernel<T>
    {
        void Invoke(ReadOnlySpan<uint> words, Span<T> destination);
    }

    readonly struct UniformKernel<T>(T low, T high) : IKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Invoke(ReadOnlySpan<uint> words, Span<T> destination) =>
            Variates.Uniform(words, destination, low, high);
    }

    readonly struct NormalKernel<T>(T mean, T standardDeviation) : IKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Invoke(ReadOnlySpan<uint> words, Span<T> destination) =>
            Variates.Normal(words, destination, mean, standardDeviation);
    }
}
