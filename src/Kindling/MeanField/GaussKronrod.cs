namespace Kindling.MeanField;

/// <summary>The 21-point Kronrod rule on [-1, 1] with its embedded 10-point Gauss rule (QUADPACK, qk21).</summary>
/// <remarks>
/// The Kronrod rule is exact to degree 31, the Gauss rule to degree 19; their difference estimates the error.
/// </remarks>
static class GaussKronrod
{
    /// <summary>The number of nodes of the Kronrod rule.</summary>
    internal const int Count = 21;

    static readonly double[] HalfNodes =
    [
        0.995657163025808080735527280689003, 0.973906528517171720077964012084452,
        0.930157491355708226001207180059508, 0.865063366688984510732096688423493,
        0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
        0.562757134668604683339000099272694, 0.433395394129247190799265943165784,
        0.294392862701460198131126603103866, 0.148874338981631210884826001129720, 0,
    ];

    static readonly double[] HalfKronrod =
    [
        0.011694638867371874278064396062192, 0.032558162307964727478818972459390,
        0.054755896574351996031381300244580, 0.075039674810919952767043140916190,
        0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
        0.123491976262065851077958109585166, 0.134709217311473325928054001771707,
        0.142775938577060080797094273138717, 0.147739104901338491374841515972068,
        0.149445554002916905664936468389821,
    ];

    static readonly double[] HalfGauss =
    [
        0.066671344308688137593568809893332, 0.149451349150580593145863396957658,
        0.219086362515982043995534934228163, 0.269266719309996355091226921569469,
        0.295524224714752870173815619188769,
    ];

    /// <summary>The nodes, ascending.</summary>
    internal static double[] Nodes { get; } = Mirror(i => HalfNodes[i], sign: -1);

    /// <summary>The weights of the 21-point rule.</summary>
    internal static double[] KronrodWeights { get; } = Mirror(i => HalfKronrod[i], sign: 1);

    /// <summary>The weights of the 10-point rule; 0 at the nodes it does not use.</summary>
    internal static double[] GaussWeights { get; } = Mirror(i => i % 2 == 1 ? HalfGauss[i / 2] : 0, sign: 1);

    static double[] Mirror(Func<int, double> half, int sign)
    {
        var full = new double[Count];
        for (int i = 0; i <= Count / 2; i++)
        {
            full[i] = sign * half(i);
            full[Count - 1 - i] = half(i);
        }

        return full;
    }
}
