using System.Numerics.Tensors;
using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>
/// The Hermite expansion of u -> phi(sqrt(q) z): E[phi(u1) phi(u2)] = sum of a_n^2 c^n (Mehler), for smooth
/// activations.
/// </summary>
/// <remarks>
/// Coefficients come from the trapezoidal rule, which converges geometrically for functions analytic in a strip. The
/// series checks itself: the sums of a_n^2 and of n a_n^2 / q at c = 1 must be E[phi^2] and E[phi'^2]. For tanh the
/// short table is enough up to q near 7, the long one up to q near 25.
/// </remarks>
sealed class HermiteSeries
{
    const double Tolerance = 1e-12;
    const int QuietTerms = 6; // Odd and even functions skip every other term.
    static readonly Lazy<Table> Short = new(() => new Table(terms: 256, step: 0.125));
    static readonly Lazy<Table> Long = new(() => new Table(terms: 1024, step: 0.0625));
    readonly double[] _squares;
    readonly double _q;

    HermiteSeries(double[] squares, double q)
    {
        _squares = squares;
        _q = q;
    }

    /// <summary>The number of terms that matter.</summary>
    internal int Terms => _squares.Length;

    /// <summary>The series at one variance, or null where it does not converge to the moments given.</summary>
    internal static HermiteSeries? Of(ActivationKernels<double> activation, ActivationMoments moments) =>
        Of(activation, moments, Short.Value) ?? Of(activation, moments, Long.Value);

    static HermiteSeries? Of(ActivationKernels<double> activation, ActivationMoments moments, Table table)
    {
        var squares = new double[table.Terms];
        Samples samples = table.Sample(activation, Math.Sqrt(moments.Variance));
        double missing = moments.MeanSquare;
        double missingSlopes = moments.SlopeSquare * moments.Variance;
        double allowed = Tolerance * missing;
        double allowedSlopes = Tolerance * missingSlopes;
        int count = 0;
        int quiet = 0;
        while (count < squares.Length && quiet < QuietTerms)
        {
            double square = table.SquaredCoefficient(count, samples);
            missing -= square;
            missingSlopes -= count * square;
            squares[count] = square;
            bool tiny = count * square < 0.01 * allowedSlopes && square < 0.01 * allowed;
            quiet = tiny ? quiet + 1 : 0;
            count++;
        }

        bool good = Math.Abs(missing) <= allowed && Math.Abs(missingSlopes) <= 10 * allowedSlopes;
        return good ? new HermiteSeries(squares[..Math.Max(2, count - quiet)], moments.Variance) : null;
    }

    /// <summary>E[phi(u1) phi(u2)] and E[phi'(u1) phi'(u2)] at correlation c.</summary>
    internal PairMoments At(double c)
    {
        double value = 0;
        double slope = 0;
        for (int n = _squares.Length - 1; n >= 0; n--)
        {
            slope = (slope * c) + value;
            value = (value * c) + _squares[n];
        }

        return new(value, slope / _q);
    }

    /// <summary>The same at c = 1 - distance, with the loss against c = 1 free of cancellation.</summary>
    internal Decorrelation AtDistance(double distance)
    {
        // 1 - c^n = distance (1 + c + ... + c^(n-1)): the loss is distance times sum over m of c^m sum over n > m of
        // a_n^2.
        double c = 1 - distance;
        double tail = 0;
        double sum = 0;
        double slope = 0;
        double value = 0;
        for (int n = _squares.Length - 1; n >= 0; n--)
        {
            sum = (sum * c) + tail;
            tail += _squares[n];
            slope = (slope * c) + value;
            value = (value * c) + _squares[n];
        }

        return new(distance * sum, slope / _q);
    }

    /// <summary>Normalized Hermite polynomials times density times step at the nodes z above or at 0.</summary>
    sealed class Table
    {
        const double Range = 12.5;
        readonly double[] _nodes;
        readonly double[][] _rows;

        internal Table(int terms, double step)
        {
            int count = (int)Math.Round(Range / step) + 1;
            _nodes = [.. Enumerable.Range(0, count).Select(j => j * step)];
            _rows = new double[terms][];
            for (int n = 0; n < terms; n++)
            {
                _rows[n] = new double[count];
                for (int j = 0; j < count; j++)
                    _rows[n][j] = Entry(n, j, step);
            }
        }

        double Entry(int n, int j, double step)
        {
            double z = _nodes[j];
            if (n == 0)
            {
                double weight = step * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
                return j == 0 ? weight / 2 : weight; // Node 0 stands for itself; every other one for -z too.
            }

            double before = n == 1 ? 0 : Math.Sqrt(n - 1) * _rows[n - 2][j];
            return ((z * _rows[n - 1][j]) - before) / Math.Sqrt(n);
        }

        internal int Terms => _rows.Length;

        /// <summary>The even and the odd part of the function at the nodes, each doubled.</summary>
        internal Samples Sample(ActivationKernels<double> activation, double deviation)
        {
            int count = _nodes.Length;
            var u = new double[2 * count];
            TensorPrimitives.Multiply(_nodes, deviation, u.AsSpan(0, count));
            TensorPrimitives.Negate<double>(u.AsSpan(0, count), u.AsSpan(count));
            activation.Apply(u, u);
            Span<double> plus = u.AsSpan(0, count);
            Span<double> minus = u.AsSpan(count);
            var samples = new Samples(new double[count], new double[count]);
            TensorPrimitives.Add<double>(plus, minus, samples.Even);
            TensorPrimitives.Subtract<double>(plus, minus, samples.Odd);
            return samples;
        }

        internal double SquaredCoefficient(int n, in Samples samples)
        {
            double a = TensorPrimitives.Dot<double>(_rows[n], n % 2 == 0 ? samples.Even : samples.Odd);
            return a * a;
        }
    }

    readonly record struct Samples(double[] Even, double[] Odd);
}
