using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>How fast the outputs of a network vary along straight lines between inputs.</summary>
/// <remarks>
/// On the line from one input of a pair to the other each output is taken at <see cref="Samples"/> points; the straight
/// line through its ends is taken off, a Hann window laid over the rest, and the squared Fourier coefficients are added
/// over lines and outputs. Frequencies are in cycles from input to input.
/// </remarks>
/// <param name="Power">
/// The shares of frequencies 1, 2, ... in the total; empty where the outputs are straight along all lines, or not
/// finite.
/// </param>
/// <param name="StraightShare">
/// The share of the outputs' variation (mean square of the slope) that the straight lines make up; 1 for linear
/// networks.
/// </param>
/// <param name="Lines">The lines that were looked at.</param>
public sealed record FrequencyContent(IReadOnlyList<double> Power, double StraightShare, int Lines)
{
    /// <summary>The points of a line, both ends included.</summary>
    public const int Samples = 257;

    /// <summary>The most lines that are looked at.</summary>
    public const int MostLines = 16;

    const int MostOutputs = 16;

    /// <summary>The mean frequency, weighted by power; 0 for straight outputs.</summary>
    public double Mean => Power.Select((p, k) => p * (k + 1)).Sum();

    /// <summary>The frequency that nine tenths of the power lie at or below; 0 for straight outputs.</summary>
    public int NineTenths
    {
        get
        {
            double sum = 0;
            for (int k = 0; k < Power.Count; k++)
            {
                sum += Power[k];
                if (sum >= 0.9)
                    return k + 1;
            }

            return Power.Count;
        }
    }

    /// <summary>The content of a network along lines between pairs of inputs.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="inputs">[points, inputs].</param>
    /// <param name="pairs">Rows of <paramref name="inputs"/>; the first <see cref="MostLines"/> distinct ones are
    /// taken.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public static FrequencyContent Of<T>(
        Parameters<T> parameters, Matrix<double> inputs, IReadOnlyList<(int First, int Second)> pairs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(pairs);
        var evaluator = new Evaluator<T>(parameters.Network);
        double[] power = new double[(Samples - 1) / 2];
        double[] window = [.. Enumerable.Range(0, Samples)
            .Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (Samples - 1))))];
        double straight = 0, variation = 0;
        (int First, int Second)[] lines = [.. pairs
            .Where(p => !inputs.Row(p.First).SequenceEqual(inputs.Row(p.Second))).Take(MostLines)];
        foreach ((int first, int second) in lines)
        {
            Matrix<T> values = evaluator.Predict(parameters, Line<T>(inputs.Row(first), inputs.Row(second)));
            for (int output = 0; output < Math.Min(values.Columns, MostOutputs); output++)
            {
                double[] f = [.. Enumerable.Range(0, Samples).Select(i => double.CreateTruncating(values[i, output]))];
                (double line, double all) = TakeOffStraightLine(f);
                straight += line;
                variation += all;
                AddPower(f, window, power);
            }
        }

        double total = power.Sum();
        bool isStraight = !(total > 0) || !double.IsFinite(total);
        return new(
            isStraight ? [] : [.. power.Select(p => p / total)],
            variation > 0 ? straight / variation : 1,
            lines.Length);
    }

    static Matrix<T> Line<T>(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var points = new Matrix<T>(Samples, from.Length);
        for (int i = 0; i < Samples; i++)
        {
            double t = i / (Samples - 1.0);
            for (int j = 0; j < from.Length; j++)
                points[i, j] = T.CreateTruncating(((1 - t) * from[j]) + (t * to[j]));
        }

        return points;
    }

    /// <summary>Leaves f minus the line through its ends; returns the squared steps of the line and of f.</summary>
    static (double Line, double All) TakeOffStraightLine(double[] f)
    {
        double start = f[0], step = (f[^1] - start) / (f.Length - 1), all = 0, scale = 0;
        for (int i = 1; i < f.Length; i++)
            all += (f[i] - f[i - 1]) * (f[i] - f[i - 1]);
        foreach (double value in f)
            scale = Math.Max(scale, Math.Abs(value));
        const double Rounding = 4e-7; // Of float: what is below it is not a function of the input.
        for (int i = 0; i < f.Length; i++)
        {
            double rest = f[i] - start - (i * step);
            f[i] = Math.Abs(rest) <= Rounding * scale ? 0 : rest;
        }

        return ((f.Length - 1) * step * step, all);
    }

    static void AddPower(double[] f, double[] window, double[] power)
    {
        int n = f.Length - 1;
        for (int k = 1; k <= power.Length; k++)
        {
            double real = 0, imaginary = 0;
            for (int i = 0; i < n; i++)
            {
                (double sine, double cosine) = s_turns.Value[(int)((long)i * k % n)];
                real += window[i] * f[i] * cosine;
                imaginary += window[i] * f[i] * sine;
            }

            power[k - 1] += (real * real) + (imaginary * imaginary);
        }
    }

    static readonly Lazy<(double Sine, double Cosine)[]> s_turns = new(() =>
        [.. Enumerable.Range(0, Samples - 1).Select(i => Math.SinCos(2 * Math.PI * i / (Samples - 1)))]);
}
