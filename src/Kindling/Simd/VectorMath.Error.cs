using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <content>The error function and the normal distribution.</content>
internal static partial class VectorMath
{
    /// <summary>erf x, odd to the bit, exactly 1 where it rounds to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        Erf<T, V>(x, out V erf, out _);
        return erf;
    }

    /// <summary>erf x and e^(-x^2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Erf<T, V>(V x, out V erf, out V gaussian)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V a = V.AtMost(V.Abs(x), V.Constant(LargestErfArgument<T>()));
        V z = a * a;
        gaussian = Exp<T, V>(-z);
        V large = V.Constant(1) - (gaussian * ScaledErfc<T, V>(a));
        erf = V.CopySign(V.Select(V.LessThan(a, V.Constant(0.75)), ErfOfSmall<T, V>(a, z), large), x);
    }

    /// <summary>
    /// Q(|x|), |x| Q(|x|) and e^(-x^2 / 2), Q the upper tail of the normal distribution, to a few ulp also where tiny.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NormalTail<T, V>(V x, out V tail, out V tailTimesX, out V gaussian)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        bool single = typeof(T) == typeof(float);
        V a = V.AtMost(V.Abs(x), V.Constant(single ? 15 : 39));

        // a = upper + (a - upper) with half the digits in upper (Veltkamp), so that upper^2 / 2 is exact.
        V split = a * V.Constant(single ? 4097 : 134217729);
        V upper = split - (split - a);
        V low = V.Constant(-0.5) * (a - upper) * (a + upper);
        gaussian = Exp<T, V>(V.Constant(-0.5) * upper * upper, low);
        V halfErfc = V.Constant(0.5) * ScaledErfc<T, V>(a * V.Constant(0.70710678118654752));
        tail = gaussian * halfErfc;
        tailTimesX = gaussian * (halfErfc * a);
    }

    /// <summary>Where e^(-a^2) has underflowed to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double LargestErfArgument<T>() => typeof(T) == typeof(float) ? 10.2 : 27.5;

    /// <summary>erf a for a in [0, 3/4], z = a^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ErfOfSmall<T, V>(V a, V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p;
        if (typeof(T) == typeof(float))
        {
            p = V.MulAdd(V.Constant(-0.00067564795686800472997), z, V.Constant(0.0051153321125322263536));
            p = V.MulAdd(p, z, V.Constant(-0.026835114568609703477));
            p = V.MulAdd(p, z, V.Constant(0.11283386538414544131));
            p = V.MulAdd(p, z, V.Constant(-0.37612619469437676118));
            p = V.MulAdd(p, z, V.Constant(1.1283791655787516837));
        }
        else
        {
            p = V.MulAdd(V.Constant(1.1472499701094691618e-8), z, V.Constant(-1.5940066854661717424e-7));
            p = V.MulAdd(p, z, V.Constant(1.6430684179741549055e-6));
            p = V.MulAdd(p, z, V.Constant(-0.000014924196305569616579));
            p = V.MulAdd(p, z, V.Constant(0.00012055289567541706742));
            p = V.MulAdd(p, z, V.Constant(-0.00085483261887597526637));
            p = V.MulAdd(p, z, V.Constant(0.0052239776154205386731));
            p = V.MulAdd(p, z, V.Constant(-0.026866170644428484084));
            p = V.MulAdd(p, z, V.Constant(0.11283791670952596061));
            p = V.MulAdd(p, z, V.Constant(-0.37612638903183716922));
            p = V.MulAdd(p, z, V.Constant(1.1283791670955125731));
        }

        return a * p;
    }

    /// <summary>
    /// e^(a^2) erfc a for a from 0 to where it underflows: (a + k) times it is a polynomial in s = (a - k) / (a + k)
    /// (after Shepherd and Laframboise 1981), so one division serves both.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ScaledErfc<T, V>(V a)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V k = V.Constant(typeof(T) == typeof(float) ? 2 : 3);
        V inverse = V.Constant(1) / (a + k);
        V s = (a - k) * inverse;
        V p;
        if (typeof(T) == typeof(float))
        {
            p = V.MulAdd(V.Constant(-0.000072263846684037157569), s, V.Constant(-0.00056343430686865136962));
            p = V.MulAdd(p, s, V.Constant(-0.00070708220196684221469));
            p = V.MulAdd(p, s, V.Constant(0.0030768104078012046594));
            p = V.MulAdd(p, s, V.Constant(0.0064310564430561328816));
            p = V.MulAdd(p, s, V.Constant(-0.021513547583591736973));
            p = V.MulAdd(p, s, V.Constant(-0.03643560799389343127));
            p = V.MulAdd(p, s, V.Constant(0.27947262804094974238));
            p = V.MulAdd(p, s, V.Constant(-0.68716093757148582595));
            p = V.MulAdd(p, s, V.Constant(1.0215826960880944784));
        }
        else
        {
            p = V.MulAdd(V.Constant(-1.6316945067439050194e-9), s, V.Constant(-6.4365290329647841598e-9));
            p = V.MulAdd(p, s, V.Constant(2.4937761649110026647e-9));
            p = V.MulAdd(p, s, V.Constant(4.8962859146095684689e-8));
            p = V.MulAdd(p, s, V.Constant(4.0160562323627875892e-8));
            p = V.MulAdd(p, s, V.Constant(-2.3336457611801298107e-7));
            p = V.MulAdd(p, s, V.Constant(-4.0261210161909611373e-7));
            p = V.MulAdd(p, s, V.Constant(9.9961194370366995018e-7));
            p = V.MulAdd(p, s, V.Constant(2.7624471754654949234e-6));
            p = V.MulAdd(p, s, V.Constant(-4.7498213569469316252e-6));
            p = V.MulAdd(p, s, V.Constant(-0.000017469546176973047514));
            p = V.MulAdd(p, s, V.Constant(0.000030398397482557781528));
            p = V.MulAdd(p, s, V.Constant(0.0001075612640025921392));
            p = V.MulAdd(p, s, V.Constant(-0.0002767778985094193558));
            p = V.MulAdd(p, s, V.Constant(-0.00054830966209763944035));
            p = V.MulAdd(p, s, V.Constant(0.0030340620078566548861));
            p = V.MulAdd(p, s, V.Constant(-0.0012124166294624523309));
            p = V.MulAdd(p, s, V.Constant(-0.026827234624933499887));
            p = V.MulAdd(p, s, V.Constant(0.11952776128737619228));
            p = V.MulAdd(p, s, V.Constant(-0.3104672619005534524));
            p = V.MulAdd(p, s, V.Constant(0.59022835710410058369));
            p = V.MulAdd(p, s, V.Constant(-0.88339445316988375416));
            p = V.MulAdd(p, s, V.Constant(1.074006907088339705));
        }

        return p * inverse;
    }
}
