using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.MeanField;

/// <summary>The variance and correlation of the weights of RAI (k = 0) and RAAI.</summary>
/// <param name="WeightVariance">sigma_w^2, finite and above 0.</param>
/// <param name="CorrelationStrength">k, finite and above -1.</param>
public sealed record RandomAsymmetricWeights(double WeightVariance, double CorrelationStrength);

/// <summary>Length and correlation of two inputs under RAI or RAAI, layer by layer from the inputs on.</summary>
/// <remarks>
/// A unit is h = noise + u t, t the signal of one unit of the layer before, u beta(2, 1): the joint law of the signals
/// of the two inputs matters, not only its moments (RAAI, Appendices C and E, without their approximations; far from
/// the input it is <see cref="RandomAsymmetricLaw"/>). The joint law is kept as <see cref="Points"/> points. Each layer
/// moves them by Sobol' points, one to each of them, with neighbors in the law next to each other (array-RQMC,
/// L'Ecuyer, Lecot and Tuffin 2008), and scales them to the second moments that are known exactly; lengths then are
/// right to some 0.1 %, correlations to some 0.5 %. Biases, one of the fan-in + 1 entries of a unit, enter with their
/// weight. Any activation. Deterministic.
/// </remarks>
public sealed class RandomAsymmetricPath
{
    /// <summary>How many points stand for the law of a layer's signals.</summary>
    public const int Points = SpecialInputStep.Points;

    const int Strips = SpecialInputStep.Strips;

    const double SpecialSquare = 0.5; // E[u^2], u beta(2, 1).

    readonly RandomAsymmetricWeights _weights;
    readonly double[] _first;
    readonly double[] _second;
    int _layer;

    /// <summary>Starts with the entries of two inputs.</summary>
    /// <param name="weights">The law of the weights.</param>
    /// <param name="first">Entries of the first input, at least one, of any number of such inputs.</param>
    /// <param name="second">Entries of the second input, in the same places.</param>
    /// <exception cref="ArgumentException">A variance is out of range, or lengths differ or are 0.</exception>
    public RandomAsymmetricPath(
        RandomAsymmetricWeights weights, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Require.Positive(weights.WeightVariance, nameof(weights));
        Require.CorrelationStrength(weights.CorrelationStrength, nameof(weights));
        if (first.Length == 0 || first.Length != second.Length)
        {
            throw new ArgumentException(
                $"first has {first.Length} entries, second {second.Length}; both need the same, at least 1.",
                nameof(second));
        }

        _weights = weights;
        _first = new double[Points];
        _second = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            int from = (int)((long)i * first.Length / Points);
            (_first[i], _second[i]) = (first[from], second[from]);
        }

        if (first.Length > Points)
            KeepMoments(first, second);
        Sort();
    }

    /// <summary>Starts with standard normal inputs of a given correlation.</summary>
    /// <param name="weights">The law of the weights.</param>
    /// <param name="correlation">Between -1 and 1.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static RandomAsymmetricPath FromNormal(RandomAsymmetricWeights weights, double correlation)
    {
        Require.Correlation(correlation, nameof(correlation));
        Matrix<double> uniform = LowDiscrepancy.Sobol<double>(Points, 2, RandomStream.Create(0, "special inputs"));
        double[] first = new double[Points], second = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            (double x, double y) = SpecialInputStep.Normals(uniform[i, 0], uniform[i, 1]);
            (first[i], second[i]) = (x, (correlation * x) + (Math.Sqrt(1 - (correlation * correlation)) * y));
        }

        return new(weights, first, second);
    }

    /// <summary>E[h^2] of the layer entered last, averaged over the two inputs.</summary>
    public double Length { get; private set; }

    /// <summary>The cosine of its pre-activations.</summary>
    public double Correlation { get; private set; } = 1;

    /// <summary>P(h &lt;= 0) there.</summary>
    public double OffProbability { get; private set; }

    /// <summary>E[phi'(h)^2] there.</summary>
    public double SlopeSquare { get; private set; }

    /// <summary>
    /// Goes through a layer's weights: afterwards <see cref="Length"/> and <see cref="Correlation"/> are its own.
    /// </summary>
    /// <param name="fanIn">1 or more.</param>
    /// <param name="hasBias">Whether the bias is one of a unit's entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fan-in is less than 1.</exception>
    public void Enter(int fanIn, bool hasBias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        double n = fanIn, bias = hasBias ? 1 : 0;
        (double m1, double q11, double m2, double q22, double q12) = Moments();
        double c11 = Noise(m1, m1, q11), c22 = Noise(m2, m2, q22), c12 = Noise(m1, m2, q12);
        double l11 = c11 + Special(q11), l22 = c22 + Special(q22), l12 = c12 + Special(q12);
        Length = (l11 + l22) / 2;
        double norms = Math.Sqrt(l11) * Math.Sqrt(l22);
        Correlation = norms > 0 ? Math.Clamp(l12 / norms, -1, 1) : 1;
        Move(c11, c22, c12, bias / (n + bias));
        Match(l11 + l22 + (2 * l12), l11 + l22 - (2 * l12));

        double Special(double q) => SpecialSquare * ((n * q) + bias) / (n + bias);

        // The other entries: sum of squares less kappa / (n + 1) times the square of the sum, one in n + 1 left out.
        double Noise(double ma, double mb, double q)
        {
            double kappa = MeanFieldMap.KappaOf(_weights.CorrelationStrength), entries = n + bias;
            double squares = (n * q) + bias;
            double sums = (n * (n - 1) * ma * mb) + (n * q) + (bias * ((n * ma) + (n * mb) + 1));
            return _weights.WeightVariance / n * (entries - 1) / entries * (squares - (kappa / entries * sums));
        }
    }

    /// <summary>Goes through the activation.</summary>
    public void Activate(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ActivationKernels<double> kernels = activation.Kernels<double>();
        double off = 0;
        for (int i = 0; i < Points; i++)
            off += (_first[i] <= 0 ? 0.5 : 0) + (_second[i] <= 0 ? 0.5 : 0);
        double[] slopes = new double[Points];
        kernels.Jet1(_first, _first, slopes);
        double squares = TensorPrimitives.SumOfSquares<double>(slopes);
        kernels.Jet1(_second, _second, slopes);
        squares += TensorPrimitives.SumOfSquares<double>(slopes);
        OffProbability = off / Points;
        SlopeSquare = squares / (2 * Points);
        Sort();
    }

    (double M1, double Q11, double M2, double Q22, double Q12) Moments()
    {
        double m1 = 0, m2 = 0, q11 = 0, q22 = 0, q12 = 0;
        for (int i = 0; i < Points; i++)
        {
            double x = _first[i], y = _second[i];
            m1 += x;
            m2 += y;
            q11 += x * x;
            q22 += y * y;
            q12 += x * y;
        }

        return (m1 / Points, q11 / Points, m2 / Points, q22 / Points, q12 / Points);
    }

    /// <summary>h = noise + u t for all points; with a small probability t is the bias's 1.</summary>
    void Move(double c11, double c22, double c12, double biasShare)
    {
        var step = SpecialInputStep.OfLayer(_layer++);
        double a = Math.Sqrt(Math.Max(c11, 0)), b = a > 0 ? c12 / a : 0, rest = Math.Sqrt(Math.Max(c22 - (b * b), 0));
        double[] first = new double[Points], second = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            int from = step.From[i];
            double v = step.Uniform[i];
            bool isBias = v < biasShare;
            double u = Math.Sqrt(isBias ? v / biasShare : (v - biasShare) / (1 - biasShare));
            first[i] = (a * step.X[i]) + (u * (isBias ? 1 : _first[from]));
            second[i] = (b * step.X[i]) + (rest * step.Y[i]) + (u * (isBias ? 1 : _second[from]));
        }

        first.CopyTo(_first, 0);
        second.CopyTo(_second, 0);
    }

    /// <summary>
    /// Scales sums and differences of the two inputs to the second moments that they have exactly: it takes most of the
    /// points' error away.
    /// </summary>
    void Match(double sumSquare, double differenceSquare)
    {
        double sums = 0, differences = 0;
        for (int i = 0; i < Points; i++)
        {
            double sum = _first[i] + _second[i], difference = _first[i] - _second[i];
            sums += sum * sum / Points;
            differences += difference * difference / Points;
        }

        double along = sums > 0 ? Math.Sqrt(Math.Max(sumSquare, 0) / sums) : 1;
        double across = differences > 0 ? Math.Sqrt(Math.Max(differenceSquare, 0) / differences) : 1;
        for (int i = 0; i < Points; i++)
        {
            double sum = along * (_first[i] + _second[i]), difference = across * (_first[i] - _second[i]);
            (_first[i], _second[i]) = ((sum + difference) / 2, (sum - difference) / 2);
        }
    }

    /// <summary>Where entries were left out: the second moments of all of them.</summary>
    void KeepMoments(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double q1 = 0, q2 = 0;
        for (int i = 0; i < first.Length; i++)
        {
            q1 += first[i] * first[i] / first.Length;
            q2 += second[i] * second[i] / first.Length;
        }

        (_, double q11, _, double q22, _) = Moments();
        double one = q11 > 0 ? Math.Sqrt(q1 / q11) : 1, two = q22 > 0 ? Math.Sqrt(q2 / q22) : 1;
        for (int i = 0; i < Points; i++)
            (_first[i], _second[i]) = (one * _first[i], two * _second[i]);
    }

    /// <summary>By the sum of the two inputs into strips, and within each strip by their difference.</summary>
    void Sort()
    {
        var pairs = new (double First, double Second)[Points];
        double[] keys = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            pairs[i] = (_first[i], _second[i]);
            keys[i] = _first[i] + _second[i];
        }

        Array.Sort(keys, pairs);
        for (int i = 0; i < Points; i++)
            keys[i] = pairs[i].First - pairs[i].Second;
        for (int strip = 0; strip < Strips; strip++)
            Array.Sort(keys, pairs, strip * Strips, Strips);
        for (int i = 0; i < Points; i++)
            (_first[i], _second[i]) = pairs[i];
    }
}
