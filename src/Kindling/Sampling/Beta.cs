namespace Kindling.Sampling;

/// <summary>The beta distribution.</summary>
internal static class Beta
{
    /// <summary>One Beta(a, b) variate; see <see cref="RandomStream.NextBeta"/>.</summary>
    public static double Draw(RandomStream stream, double a, double b)
    {
        Require(a, nameof(a));
        Require(b, nameof(b));
        if (b == 1)
            return Power(stream.NextDouble(), a);
        if (a == 1)
            return 1 - Power(stream.NextDouble(), b);
        double x = DrawLogGamma(stream, a), y = DrawLogGamma(stream, b);
        return 1 / (1 + PortableMath.Exp(y - x));
    }

    /// <summary>u^(1/shape): the inverse of x^shape, the distribution function of Beta(shape, 1).</summary>
    static double Power(double u, double shape) => shape switch
    {
        1 => u,
        2 => Math.Sqrt(u),
        _ => u == 0 ? 0 : PortableMath.Exp(PortableMath.Log(u) / shape),
    };

    /// <summary>The logarithm of a Gamma(shape, 1) variate: Marsaglia and Tsang, ACM TOMS 26 (2000), 363-372.</summary>
    /// <remarks>Below one: Gamma(shape) = Gamma(shape + 1) U^(1/shape).</remarks>
    static double DrawLogGamma(RandomStream stream, double shape)
    {
        if (shape < 1)
            return DrawLogGamma(stream, shape + 1) + (PortableMath.Log(1 - stream.NextDouble()) / shape);
        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = stream.NextNormal(), root = 1 + (c * x);
            if (root <= 0)
                continue;
            double v = root * root * root;
            double u = 1 - stream.NextDouble();
            if (PortableMath.Log(u) < (0.5 * x * x) + d - (d * v) + (d * PortableMath.Log(v)))
                return PortableMath.Log(d) + PortableMath.Log(v);
        }
    }

    static void Require(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}; it must be finite and greater than 0.");
        }
    }
}
