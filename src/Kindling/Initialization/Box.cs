using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>
/// Box initialization: every ReLU switches on along a random plane through the box its inputs fill (Cyr et al. 2019).
/// </summary>
/// <remarks>
/// <para>
/// Unit: w = k n, b = -k n.p, with p uniform in the box, n a random direction, and k such that the unit's largest value
/// on the box is <c>height</c>: k = height / max over the box of n.(x - p), by Lemma 1 at the corner furthest along n
/// (section 4.1, algorithm 2, with the sign of b corrected: ERRATA B1, B2).
/// </para>
/// <para>
/// First layer: the box is the one the training inputs occupy, [0, 1]^d without data; height 1. Further plain layers:
/// the box [0, 1]^w, height 1. Residual layers: (12)-(16), by default m = (1 + 1/L)^(l-1), height m/L; other readings
/// by option (ERRATA B4). l counts from the last plain layer. A column of inputs that is constant has a side of length
/// zero; if all are, sides of length one are put around them. Read-out: the paper leaves it to least squares; here it
/// is Glorot uniform with zero biases, to be a start for gradient descent too.
/// </para>
/// <para>Planes are computed in double precision; float draws are double draws rounded. Cost O(parameters).</para>
/// </remarks>
public sealed class Box : LayerwiseInitializer
{
    static readonly SchemeDescription s_description = new(
        "box",
        "Cyr, Gulian, Patel, Perego and Trask 2019, section 4, algorithms 2 and 3",
        "relu in plain and residual networks",
        "Few inputs; residual networks of any depth, plain ones to about 8 layers; best with least squares.")
    {
        Options = ["reading"],
    };

    /// <summary>The scheme.</summary>
    /// <param name="options">reading (eq16).</param>
    internal Box(InitializerOptions? options = null)
        : base(s_description, options)
    {
    }

    /// <summary>Which of the printed constants residual layers take.</summary>
    public BoxReading Reading => Options.Reading ?? BoxReading.Eq16;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var warnings = new List<string>();
        if (!ActivationFamily.IsIn(network.Activation, ActivationFamilies.Relu))
            warnings.Add(HomeWarnings.Activation(this, network));
        if (!network.IsResidual && network.Depth > 8)
        {
            warnings.Add(
                $"box in a plain network of {network.Depth} layers maps all inputs to almost one point "
                + "(Cyr et al. 2019, section 4.1); use a residual network or at most 8 layers.");
        }

        return warnings;
    }

    /// <inheritdoc/>
    public override bool SuitsByDefault(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return ActivationFamily.IsIn(network.Activation, ActivationFamilies.Relu);
    }

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) => new Box(options);

    /// <inheritdoc/>
    protected override void DrawLayer<T>(LayerDraw<T> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        if (draw.Layer.Kind == LayerKind.ReadOut)
        {
            IndependentDraw.Weights(draw, WeightLaw.Uniform, 2.0 / (draw.Layer.FanIn + draw.Layer.FanOut));
            draw.Biases.Clear();
            return;
        }

        (InputBox box, double height) = Target(draw.Network, draw.Index, draw.Context.Inputs, Reading);
        int fanIn = draw.Layer.FanIn;
        draw.ForEachBlock("planes", (stream, first, count) =>
        {
            double[] point = new double[fanIn], normal = new double[fanIn];
            Span<T> rows = draw.Rows(first, count), biases = draw.Biases;
            for (int i = 0; i < count; i++)
            {
                box.FillUniform(stream, point);
                stream.FillUnitVector<double>(normal);
                double bias = CutPlane(box, point, normal, height);
                for (int j = 0; j < fanIn; j++)
                    rows[(i * fanIn) + j] = T.CreateTruncating(normal[j]);
                biases[first + i] = T.CreateTruncating(bias);
            }
        });
    }

    /// <summary>
    /// The box in which a hidden layer places its planes, and the largest value its units take there.
    /// </summary>
    internal static (InputBox Box, double Height) Target(
        Network network, int index, Matrix<double>? inputs, BoxReading reading)
    {
        Layer layer = network.Layers[index];
        if (index == 0)
            return (inputs is null ? InputBox.Cube(layer.FanIn, 1) : InputBox.Around(inputs), 1);
        int plain = index;
        while (network.Layers[plain].Kind == LayerKind.ResidualDense)
            plain--;
        if (plain < index)
        {
            (double side, double height) = reading.Constants(layer: index - plain + 1, network.Depth);
            return (InputBox.Cube(layer.FanIn, side), height);
        }

        // A plain layer behind residual ones takes over the box that they may have grown.
        int residual = 0;
        while (network.Layers[index - residual - 1].Kind == LayerKind.ResidualDense)
            residual++;
        double filled = residual == 0 ? 1 : reading.Constants(residual + 2, network.Depth).Side;
        return (InputBox.Cube(layer.FanIn, filled), 1);
    }

    /// <summary>Scales a direction so that height is the largest value of normal.(x - point) on the box.</summary>
    /// <param name="box">The box.</param>
    /// <param name="point">p, in the box.</param>
    /// <param name="normal">n of any length above 0; multiplied by k.</param>
    /// <param name="height">Above 0.</param>
    /// <returns>The bias -k n.p.</returns>
    internal static double CutPlane(InputBox box, ReadOnlySpan<double> point, Span<double> normal, double height)
    {
        double reach = 0, span = 0, offset = 0;
        for (int j = 0; j < normal.Length; j++)
        {
            // Lemma 1 without a branch on the sign of n_j: the better of the two ends of side j.
            reach += Math.Max((box.Upper[j] - point[j]) * normal[j], (box.Lower[j] - point[j]) * normal[j]);
            span += Math.Abs(normal[j]) * (box.Upper[j] - box.Lower[j]);
            offset += normal[j] * point[j];
        }

        // A plane through the corner itself has no slope that lifts it; one a hair inside is as good and finite.
        double k = height / Math.Max(reach, span * 1e-12);
        foreach (ref double entry in normal)
            entry *= k;
        return -k * offset;
    }
}
