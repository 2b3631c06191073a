namespace Kindling.MeanField;

/// <summary>
/// The stationary law of t = relu(z + rho t' u), u beta(2, 1), t' distributed as t: an atom at 0 and a density.
/// </summary>
/// <remarks>
/// The density is kept at 10-point Gauss nodes of panels on [0, 61] and iterated to rest. For rho above 1 its tail
/// falls like a power of t (Kesten 1973), for growth 0.62 like t^-6.6, which the range covers to 1e-6.
/// </remarks>
sealed class SpecialInputLaw
{
    const int InnerPanels = 5;
    const double InnerWidth = 2;
    const int OuterPanels = 17;
    const double OuterWidth = 3;
    const int GaussOrder = 10;
    const int MaxSteps = 2000;
    const double AtRest = 1e-13;
    static readonly (double[] Nodes, double[] Weights) Grid = Panels();

    readonly double[,] _specialSquared;
    readonly double[] _density;

    SpecialInputLaw(double rho)
    {
        double[] t = Grid.Nodes;
        int n = t.Length;
        var kernel = new double[n, n];
        _specialSquared = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                (double first, double third) = SpecialDensities(t[i], rho * t[j]);
                kernel[i, j] = first * Grid.Weights[j];
                _specialSquared[i, j] = third * Grid.Weights[j];
            }
        }

        _density = new double[n];
        OffProbability = 1;
        for (int step = 0; step < MaxSteps && Iterate(kernel) > AtRest; step++)
        {
        }

        for (int i = 0; i < n; i++)
        {
            Mean += Grid.Weights[i] * _density[i] * t[i];
            MeanSquare += Grid.Weights[i] * _density[i] * t[i] * t[i];
        }
    }

    /// <summary>E[t].</summary>
    internal double Mean { get; }

    /// <summary>E[t^2].</summary>
    internal double MeanSquare { get; }

    /// <summary>P(t = 0).</summary>
    internal double OffProbability { get; private set; }

    /// <summary>The law where the length grows by this factor: rho = 1 / sqrt(growth).</summary>
    internal static SpecialInputLaw AtGrowth(double growth) => new(1 / Math.Sqrt(growth));

    /// <summary>The leading eigenvalue of D -> sigma_w^2 (integral of D) p + E[u^2 D].</summary>
    internal double PerturbationGrowth(double weightVariance)
    {
        int n = _density.Length;
        var d = (double[])_density.Clone();
        double growth = 0;
        for (int step = 0; step < MaxSteps; step++)
        {
            double total = Total(d);
            var next = new double[n];
            for (int i = 0; i < n; i++)
            {
                double sum = weightVariance * total * _density[i];
                for (int j = 0; j < n; j++)
                    sum += _specialSquared[i, j] * d[j];
                next[i] = sum / total;
            }

            double before = growth;
            growth = Total(next);
            d = next;
            if (Math.Abs(growth - before) < AtRest * growth)
                break;
        }

        return growth;
    }

    static double Total(double[] density)
    {
        double total = 0;
        for (int i = 0; i < density.Length; i++)
            total += Grid.Weights[i] * density[i];
        return total;
    }

    /// <summary>One step of the law; returns how much the density moved.</summary>
    double Iterate(double[,] kernel)
    {
        int n = _density.Length;
        var next = new double[n];
        double moved = 0;
        for (int i = 0; i < n; i++)
        {
            double sum = OffProbability * NormalDistribution.Density(Grid.Nodes[i]);
            for (int j = 0; j < n; j++)
                sum += kernel[i, j] * _density[j];
            next[i] = sum;
            moved = Math.Max(moved, Math.Abs(sum - _density[i]));
        }

        next.CopyTo(_density, 0);
        OffProbability = 1 - Total(_density);
        return moved;
    }

    /// <summary>E[N(h - s u)] and E[u^2 N(h - s u)] over u, N the normal density.</summary>
    static (double First, double Third) SpecialDensities(double h, double s)
    {
        if (s < 1)
            return ByQuadrature(h, s);

        // With x = s u: moments of the normal around h between x = 0 and x = s.
        double a = -h;
        double b = s - h;
        double mass = b < 0 || a > 0
            ? NormalDistribution.Below(b) - NormalDistribution.Below(a)
            : 1 - NormalDistribution.Below(-b) - NormalDistribution.Below(a);
        double da = NormalDistribution.Density(a);
        double db = NormalDistribution.Density(b);
        double first = da - db;
        double second = mass + (a * da) - (b * db);
        double third = (((a * a) + 2) * da) - (((b * b) + 2) * db);
        double x1 = (h * mass) + first;
        double x3 = (h * h * h * mass) + (3 * h * h * first) + (3 * h * second) + third;
        double s2 = s * s;
        return (2 * x1 / s2, 2 * x3 / (s2 * s2));
    }

    static (double First, double Third) ByQuadrature(double h, double s)
    {
        double first = 0;
        double third = 0;
        for (int i = 0; i < GaussKronrod.Count; i++)
        {
            double u = 0.5 * (1 + GaussKronrod.Nodes[i]);
            double value = GaussKronrod.KronrodWeights[i] * u * NormalDistribution.Density(h - (s * u));
            first += value;
            third += value * u * u;
        }

        return (first, third);
    }

    static (double[] Nodes, double[] Weights) Panels()
    {
        var nodes = new List<double>();
        var weights = new List<double>();
        double from = 0;
        for (int panel = 0; panel < InnerPanels + OuterPanels; panel++)
        {
            double width = panel < InnerPanels ? InnerWidth : OuterWidth;
            for (int i = 1; i <= 2 * GaussOrder; i += 2) // The odd Kronrod nodes are the Gauss nodes.
            {
                if (GaussKronrod.GaussWeights[i] == 0)
                    continue;
                nodes.Add(from + (0.5 * width * (1 + GaussKronrod.Nodes[i])));
                weights.Add(0.5 * width * GaussKronrod.GaussWeights[i]);
            }

            from += width;
        }

        return ([.. nodes], [.. weights]);
    }
}
