using System.Globalization;
using Kindling.Networks;

namespace Kindling.Problems;

/// <summary>The functions that come with the library, by name.</summary>
/// <remarks>
/// Some take a parameter after a colon: <c>multiscale:M</c> the largest frequency, <c>legendre:N</c> the number of
/// polynomials, <c>teacher_standard:WIDTHxDEPTH</c> and <c>teacher_complex:WIDTHxDEPTH</c> the size of the teacher,
/// <c>teacher_simple:N</c> its units.
/// </remarks>
public static class Functions
{
    const string Box = "Cyr et al. 2019";

    static readonly Dictionary<string, Func<string?, BuiltInFunction>> Makers = new()
    {
        ["sin"] = p => Scalar(p, "sin", "sin(2 pi x) on [0, 1]", $"{Box}, u2 of section 5.1", 0, Sine),
        ["steps"] = p => Scalar(p, "steps", "x below 1/2, 1 - 3/4 x^2 above, on [0, 1]", $"{Box}, eq. 17", 0, Steps),
        ["multiscale"] = p => new Multiscale(LargestFrequency(p)),
        ["abs"] = p => Scalar(p, "abs", "|x| on [-1, 1]", "a kink", -1, Math.Abs),
        ["runge"] = p => Scalar(p, "runge", "1 / (1 + 25 x^2) on [-1, 1]", "Runge 1901", -1, Runge),
        ["legendre"] = Legendre,
        ["teacher_standard"] = StandardTeacher,
        ["teacher_simple"] = SimpleTeacher,
        ["teacher_complex"] = ComplexTeacher,
    };

    /// <summary>All functions with their usual parameters.</summary>
    public static IReadOnlyList<BuiltInFunction> All { get; } = [.. Makers.Values.Select(make => make(null))];

    /// <summary>The function of a name, with a parameter after a colon where it takes one.</summary>
    /// <exception cref="ArgumentException">
    /// There is no such function (the message has the nearest name and all), or its parameter is out of range.
    /// </exception>
    public static BuiltInFunction Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Trim().ToLowerInvariant().Split(':', 2);
        string key = parts[0].Replace('-', '_');
        if (!Makers.TryGetValue(key, out Func<string?, BuiltInFunction>? make))
            throw new ArgumentException(NearestName.Unknown("function", key, Makers.Keys), nameof(name));
        return make(parts.Length > 1 ? parts[1] : null);
    }

    static double Sine(double x) => double.SinPi(2 * x);

    static double Steps(double x) => x < 0.5 ? x : 1 - (0.75 * x * x);

    static double Runge(double x) => 1 / (1 + (25 * x * x));

    static FunctionOnInterval Scalar(
        string? parameter, string name, string description, string source, double low, Func<double, double> f)
    {
        if (parameter is not null)
            throw new ArgumentException($"function '{name}' takes no parameter but has '{parameter}'.", nameof(name));
        return new(name, description, source, (low, 1), 1, (x, values) => values[0] = f(x));
    }

    static FunctionOnInterval Legendre(string? parameter)
    {
        int count = Whole("legendre", parameter, LegendrePolynomials.UsualCount, 1, 200);
        return new(
            count == LegendrePolynomials.UsualCount ? "legendre" : $"legendre:{count}",
            $"the first {count} Legendre polynomials, orthonormal on [0, 1], as {count} outputs",
            $"{Box}, section 5.2",
            (0, 1),
            count,
            LegendrePolynomials.Evaluate);
    }

    static Teacher StandardTeacher(string? parameter)
    {
        (int width, int depth, string name) = Size("teacher_standard", parameter);
        return new(
            name,
            $"a ReLU network with He weights, {depth} layers of {width}, on normal inputs",
            Network.Plain(width, [.. Enumerable.Repeat(width, depth)], 1, Activations.Relu),
            weightVariance: 2);
    }

    static Teacher SimpleTeacher(string? parameter)
    {
        int units = Whole("teacher_simple", parameter, 10, 1, 1_000_000);
        return new(
            units == 10 ? "teacher_simple" : $"teacher_simple:{units}",
            $"a ReLU network with He weights, one layer of {units}, on 100 normal inputs",
            Network.Plain(100, [units], 1, Activations.Relu),
            weightVariance: 2);
    }

    static Teacher ComplexTeacher(string? parameter)
    {
        (int width, int depth, string name) = Size("teacher_complex", parameter);
        return new(
            name,
            $"a chaotic tanh network (weight variance 1.5), {depth} layers of {width}, on normal inputs",
            Network.Plain(width, [.. Enumerable.Repeat(width, depth)], 1, Activations.Tanh),
            weightVariance: 1.5);
    }

    static double LargestFrequency(string? parameter)
    {
        if (parameter is null)
            return Multiscale.UsualLargestFrequency;
        if (double.TryParse(parameter, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value > 0 && double.IsFinite(value))
            return value;
        throw Wrong("multiscale", parameter, "a largest frequency above 0, as in multiscale:6");
    }

    static int Whole(string name, string? parameter, int usual, int least, int most)
    {
        if (parameter is null)
            return usual;
        if (int.TryParse(parameter, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most)
            return value;
        throw Wrong(name, parameter, $"a whole number from {least} to {most}, as in {name}:{usual}");
    }

    static (int Width, int Depth, string Name) Size(string name, string? parameter)
    {
        const int Width = 100, Depth = 10; // N and L of the paper
        if (parameter is null)
            return (Width, Depth, name);
        string[] parts = parameter.Split('x');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int depth) && depth > 0)
            return (width, depth, (width, depth) == (Width, Depth) ? name : $"{name}:{width}x{depth}");
        throw Wrong(name, parameter, $"width and depth, as in {name}:{Width}x{Depth}");
    }

    static ArgumentException Wrong(string name, string parameter, string rule) =>
        new($"the parameter of function '{name}' is '{parameter}'; it must be {rule}.", nameof(parameter));
}
