using System.Numerics;
using Kindling.Networks;

namespace Kindling.Tests.Networks;

/// <summary>What every activation must satisfy; a new one is covered the day it is registered.</summary>
public class ActivationContractTests
{
    public static TheoryData<string> Names =>
        [.. Activations.All.Select(a => a.Name), "leaky_relu:0.2", "elu:0.5", "sin:30"];

    /// <summary>Off every kink, both signs, small and large.</summary>
    static readonly double[] Points = [-6.3, -3.1, -1.7, -0.83, -0.41, -0.05, 0.03, 0.37, 0.77, 1.31, 2.9, 5.7];

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_match_central_differences(string name)
    {
        Activation f = Activations.Find(name);
        double frequency = name == "sin:30" ? 30 : 1;
        double h = 1e-3 / frequency;
        foreach (double z in Points)
        {
            for (int order = 1; order <= 3; order++)
            {
                double D(double x) => f.Derivative(x, order - 1);

                // Fourth-order differences: h^4 / 30 times the fifth derivative, and rounding u / h.
                double expected = ((8 * (D(z + h) - D(z - h))) - (D(z + (2 * h)) - D(z - (2 * h)))) / (12 * h);
                double scale = Math.Max(Math.Pow(frequency, order), Math.Abs(expected));
                Assert.Equal(expected / scale, f.Derivative(z, order) / scale, 2e-11);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_agrees_with_double(string name)
    {
        Activation activation = Activations.Find(name);
        float[] z = [.. Enumerable.Range(-400, 801).Select(i => i * 0.0203f)];
        float[][] jet = Jet(activation.Kernels<float>(), z);
        double frequency = name == "sin:30" ? 30 : 1;
        for (int i = 0; i < z.Length; i++)
        {
            for (int order = 0; order <= 3; order++)
            {
                // 32 u (tanh''' takes 8 times the error of f through 1 - f^2) of the larger of 1 and the value, and of
                // what a rounded argument of a sine changes.
                double exact = activation.Derivative(z[i], order);
                double amplitude = Math.Max(Math.Abs(exact), Math.Pow(frequency, order));
                double allowed = 32 * 6e-8 * amplitude * Math.Max(1, frequency * Math.Abs(z[i]) / 16);
                Assert.True(
                    Math.Abs(exact - jet[order][i]) <= allowed,
                    $"{name} order {order} at {z[i]:R}: {jet[order][i]:R}, not {exact:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernels_agree_with_each_other_at_every_length(string name)
    {
        Check<float>(Activations.Find(name));
        Check<double>(Activations.Find(name));

        static void Check<T>(Activation activation)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ActivationKernels<T> kernels = activation.Kernels<T>();
            T[] z = [.. Enumerable.Range(0, 260).Select(i => T.CreateChecked((i - 130) * 0.043))];
            T[][] whole = Jet(kernels, z);
            for (int length = 0; length <= z.Length; length += length < 70 ? 1 : 19)
            {
                T[][] part = Jet(kernels, z[..length]);
                var f = new T[length];
                var f1 = new T[length];
                var d1 = new T[length];
                kernels.Apply(z.AsSpan(0, length), f);
                kernels.Jet1(z.AsSpan(0, length), f1, d1);
                for (int order = 0; order <= 3; order++)
                    Assert.Equal(whole[order][..length], part[order]);
                for (int i = 0; i < length; i++)
                {
                    T tolerance = T.CreateChecked(8) * (T.BitIncrement(T.One) - T.One);
                    Assert.True(T.Abs(f[i] - part[0][i]) <= tolerance * (T.One + T.Abs(f[i])));
                    Assert.True(T.Abs(f1[i] - part[0][i]) <= tolerance * (T.One + T.Abs(f[i])));
                    Assert.True(T.Abs(d1[i] - part[1][i]) <= tolerance * (T.One + T.Abs(d1[i])));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_may_be_the_input(string name)
    {
        ActivationKernels<float> kernels = Activations.Find(name).Kernels<float>();
        float[] z = [.. Enumerable.Range(0, 37).Select(i => (i - 20) * 0.3f)];
        var y = new float[z.Length];
        kernels.Apply(z, y);
        kernels.Apply(z, z);
        Assert.Equal(y, z);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Not_a_number_stays_not_a_number(string name)
    {
        Activation f = Activations.Find(name);
        Assert.Equal(double.NaN, f.Value(double.NaN));
        var y = new float[1];
        f.Kernels<float>().Apply([float.NaN], y);
        Assert.Equal(float.NaN, y[0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Infinity_gives_the_limit(string name)
    {
        Activation f = Activations.Find(name);
        if (name is "cos" or "sin" or "sin:30")
        {
            Assert.Equal(double.NaN, f.Value(double.PositiveInfinity));
            return;
        }

        foreach (double sign in (double[])[-1, 1])
        {
            // At 400 every saturating function has saturated, and every growing one is proportional to z (or infinite).
            for (int order = 0; order <= 3; order++)
            {
                double far = f.Derivative(sign * 400, order);
                double limit = f.Derivative(sign * double.PositiveInfinity, order);
                bool grows = order == 0 && Math.Abs(far) > 2;
                if (name == "exp" && sign > 0 || grows)
                    Assert.Equal(Math.Sign(far) * double.PositiveInfinity, limit);
                else
                    Assert.Equal(far, limit, 1e-150);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Smoothness_counts_continuous_derivatives(string name)
    {
        Activation f = Activations.Find(name);
        Assert.Equal(f.Smoothness == int.MaxValue, f.Kinks.Count == 0);
        foreach (double kink in f.Kinks)
        {
            const double Step = 1e-9;
            double Jump(int order) => Math.Abs(f.Derivative(kink + Step, order) - f.Derivative(kink - Step, order));
            for (int order = 0; order <= f.Smoothness; order++)
                Assert.True(Jump(order) < 1e-7);
            Assert.True(Jump(f.Smoothness + 1) > 1e-3);
        }
    }

    [Theory]
    [InlineData("tanh", -1)]
    [InlineData("erf", -1)]
    [InlineData("sin", -1)]
    [InlineData("sin:30", -1)]
    [InlineData("hard_tanh", -1)]
    [InlineData("linear", -1)]
    [InlineData("cos", 1)]
    public void Odd_and_even_functions_are_so_to_the_bit(string name, int parity)
    {
        Activation f = Activations.Find(name);
        foreach (double z in Points)
        {
            Assert.Equal(f.Value(z), parity * f.Value(-z));
            Assert.Equal(f.Derivative(z, 1), -parity * f.Derivative(-z, 1));
        }
    }

    [Fact]
    public void Derivatives_at_kinks_are_those_of_pytorch()
    {
        Assert.Equal(0, Activations.Relu.Derivative(0, 1));
        Assert.Equal(0.2, Activations.LeakyRelu(0.2).Derivative(0, 1));
        Assert.Equal(0, Activations.HardTanh.Derivative(1, 1));
        Assert.Equal(0, Activations.HardTanh.Derivative(-1, 1));
        Assert.Equal(1, Activations.Elu(1).Derivative(0, 1));
        Assert.Equal(1.7580993408473766, Activations.Selu.Derivative(0, 1), 1e-15);
    }

    [Theory]
    [InlineData("linear", 1)]
    [InlineData("sigmoid", 1)]
    [InlineData("tanh", 5.0 / 3)]
    [InlineData("relu", 1.4142135623730951)]
    [InlineData("leaky_relu", 1.4141428569978354)]
    [InlineData("leaky_relu:0.2", 1.3867504905630728)]
    [InlineData("selu", 0.75)]
    public void Gain_is_that_of_pytorch(string name, double gain) =>
        Assert.Equal(gain, Activations.Find(name).Gain, 1e-15);

    [Fact]
    public void Parity_tells_odd_and_even_functions_from_all_others()
    {
        string[] odd = ["linear", "hard_tanh", "tanh", "erf", "sin"], even = ["cos"];
        foreach (Activation activation in Activations.All)
        {
            int expected = odd.Contains(activation.Name) ? -1 : even.Contains(activation.Name) ? 1 : 0;
            Assert.Equal(expected, activation.Parity);
        }
    }

    [Fact]
    public void Other_gains_keep_the_mean_square_of_normal_inputs()
    {
        // 1 / sqrt(E f(z)^2): E sin^2 = (1 - e^-2) / 2, E cos^2 = (1 + e^-2) / 2, E e^2z = e^2,
        // E erf^2 = (2 / pi) asin(2 / 3).
        Assert.Equal(1 / Math.Sqrt((1 - Math.Exp(-2)) / 2), Activations.Sin(1).Gain, 1e-12);
        Assert.Equal(1 / Math.Sqrt((1 + Math.Exp(-2)) / 2), Activations.Cos.Gain, 1e-12);
        Assert.Equal(1 / Math.E, Activations.Exp.Gain, 1e-12);
        Assert.Equal(1 / Math.Sqrt(2 / Math.PI * Math.Asin(2.0 / 3)), Activations.Erf.Gain, 1e-12);
    }

    static T[][] Jet<T>(ActivationKernels<T> kernels, T[] z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[][] jet = [new T[z.Length], new T[z.Length], new T[z.Length], new T[z.Length]];
        kernels.Jet3(z, jet[0], jet[1], jet[2], jet[3]);
        return jet;
    }
}
