using System.Globalization;
using System.Reflection;
using Kindling.Networks;
using Kindling.Training;

namespace Kindling.Tests.Training;

public class RunFingerprintTests
{
    static readonly string[] s_free =
        ["Steps", "Threads", "TimeLimit", "CurvePointsPerDecade", "CurveMarks", "ErrorPoints"];

    static readonly Network s_network = Network.Plain(2, [4, 4], 1, Activations.Tanh);
    static readonly TrainingOptions s_options = new() { LeastSquares = new() };

    public static TheoryData<string> Names() =>
        [.. typeof(TrainingOptions).GetProperties().Where(p => p.CanWrite).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_is_another_one_with_another_option_unless_bits_do_not_depend_on_it(string name)
    {
        PropertyInfo property = typeof(TrainingOptions).GetProperty(name)!;
        TrainingOptions changed = s_options with { };
        property.SetValue(changed, Other(property.GetValue(changed), property.PropertyType));
        Assert.Equal(s_free.Contains(name), Of(s_network, s_options) == Of(s_network, changed));
    }

    [Fact]
    public void A_run_is_another_one_with_another_network()
    {
        Network[] networks =
        [
            s_network,
            Network.Plain(2, [4, 5], 1, Activations.Tanh),
            Network.Plain(2, [4, 4], 1, Activations.Relu),
            Network.Residual(2, [4, 4], 1, Activations.Tanh),
            Network.Plain(2, [4, 4], 1, Activations.Tanh, Parameterization.Ntk(1, 1)),
            Network.Plain(2, [4, 4], 1, Activations.Tanh, Parameterization.Ntk(2, 1)),
        ];
        Assert.Equal(networks.Length, networks.Select(n => Of(n, s_options)).Distinct().Count());
        Assert.NotEqual(Of(s_network, s_options), RunFingerprint.Of<float>(s_network, s_options));
    }

    [Fact]
    public void It_is_the_same_in_every_country()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            string here = Of(s_network, s_options);
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal(here, Of(s_network, s_options));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_line_that_differs_and_an_earlier_version_are_told()
    {
        string expected = Of(s_network, s_options), other = Of(s_network, s_options with { Seed = 7 });
        Assert.Null(RunFingerprint.Difference(expected, expected));
        Assert.Equal(("the checkpoint of another run (seed=7)", "seed=0"), RunFingerprint.Difference(other, expected));
        Assert.Contains(
            "written by an earlier version",
            RunFingerprint.Difference("mlp 2-4x2-1 tanh, double, TrainingOptions { }", expected)!.Value.Found,
            StringComparison.Ordinal);
    }

    static string Of(Network network, TrainingOptions options) => RunFingerprint.Of<double>(network, options);

    /// <summary>Another value of a type.</summary>
    static object Other(object? value, Type type) => value switch
    {
        LearningRate rate => rate with { Rate = 2 * rate.Rate },
        LeastSquaresOptions options => options with { Ridge = 0.5 },
        Enum word => Enum.GetValues(type).Cast<object>().First(v => !v.Equals(word)),
        double number => number / 2,
        int number => number + 1,
        ulong number => number + 1,
        IReadOnlyList<long> => new long[] { 7 },
        null when type == typeof(TimeSpan?) => TimeSpan.FromSeconds(1),
        null when type == typeof(int?) => 3,
        null when type == typeof(double?) => 0.5,
        _ => throw new NotSupportedException($"no other value of {type}"),
    };
}
