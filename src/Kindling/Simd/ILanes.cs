namespace Kindling.Simd;

/// <summary>A register of <typeparamref name="T"/> (float or double). Every member is tiny and inlines.</summary>
/// <remarks>
/// Kernels are written once, generic over <typeparamref name="TSelf"/>; the run-time compiler makes one body for
/// each width and element type. <see cref="MulAdd"/> is the only operation whose rounding is unspecified; all others
/// round once, as the scalar operation does, so results that avoid it are the same bits on every width.
/// </remarks>
internal interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>How many elements a register holds.</summary>
    static abstract int Count { get; }

    static abstract TSelf Zero { get; }

    /// <summary>0, 1, 2, ... Count - 1.</summary>
    static abstract TSelf Indices { get; }

    static abstract TSelf Broadcast(T value);

    /// <summary>Broadcasts a double, rounded to <typeparamref name="T"/>: for constants of formulas.</summary>
    static abstract TSelf Constant(double value);

    static abstract TSelf Load(ref readonly T source, nuint index);
    static abstract void Store(TSelf lanes, ref T target, nuint index);

    /// <summary>Stores the first <paramref name="count"/> elements, at most <see cref="Count"/>, and no more.</summary>
    /// <remarks>The target is pinned.</remarks>
    static abstract void StoreFirst(TSelf lanes, ref T target, int count);

    static abstract TSelf operator +(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a, TSelf b);
    static abstract TSelf operator *(TSelf a, TSelf b);
    static abstract TSelf operator /(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a);

    /// <summary>a b + c, fused where the hardware fuses.</summary>
    static abstract TSelf MulAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf a);
    static abstract TSelf Abs(TSelf a);

    /// <summary>The larger of two; NaN if either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of two; NaN if either is NaN.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>
    /// The larger of a and a bound that is not NaN; NaN if a is NaN. One instruction, where <see cref="Max"/> takes
    /// three; which zero is returned for two zeros is unspecified.
    /// </summary>
    static abstract TSelf AtLeast(TSelf a, TSelf bound);

    /// <summary>The smaller of a and a bound that is not NaN. See <see cref="AtLeast"/>.</summary>
    static abstract TSelf AtMost(TSelf a, TSelf bound);

    /// <summary>Rounds to the nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>All bits set where a &lt; b, none elsewhere (NaN compares false).</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>All bits set where a &gt; b, none elsewhere (NaN compares false).</summary>
    static abstract TSelf GreaterThan(TSelf a, TSelf b);

    /// <summary>All bits set where a = b, none elsewhere (NaN compares false).</summary>
    static abstract TSelf EqualTo(TSelf a, TSelf b);

    /// <summary>Takes <paramref name="a"/> where the mask is set, <paramref name="b"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>True if the sign bit of any element is set: whether a mask is set anywhere.</summary>
    static abstract bool Any(TSelf mask);

    static abstract TSelf BitAnd(TSelf a, TSelf b);
    static abstract TSelf BitOr(TSelf a, TSelf b);

    /// <summary>|magnitude| with the sign bit of <paramref name="sign"/>.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>2^n for integral-valued n with 2^n a normal number: one addition to the exponent of 2^0.</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>Each element's bits, read as a signed integer of its width, as a number rounded to nearest.</summary>
    static abstract TSelf FromInteger(TSelf bits);

    /// <summary>The binary exponent of a positive normal number, as a number: floor(log2 a).</summary>
    static abstract TSelf Exponent(TSelf a);

    /// <summary>The significand of a positive normal number, in [1, 2).</summary>
    static abstract TSelf Significand(TSelf a);

    /// <summary>Sum of the elements, by halves: the shape depends on the width alone.</summary>
    static abstract T Sum(TSelf lanes);
}
