using System.Numerics;
using Kindling.Files;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Initialization;

/// <summary>
/// GO, globally orthogonal initialization: each hidden layer's weights N(0, c_l^2 / fan-in) and bias b_l 1, with c and
/// b such that the features of the last hidden layer are nearly orthogonal on the training inputs (Wang, Crawford-Eng
/// and Perdikaris 2021, section 3).
/// </summary>
/// <remarks>
/// c and b minimize the mean of -log(1 - cos^2) over pairs of features plus lambda |c|^2 (eq. 3.2). By default they
/// come from a scan and a few evaluations of L-BFGS; <c>method=paper</c> runs the paper's Adam. <c>calibration=FILE</c>
/// takes those of an earlier calibration. Where the problem is a differential equation, what its operator L makes of
/// the features, L phi, is made orthogonal (the extension that the paper's summary names); <c>features=values</c> looks
/// at phi as the paper does, <c>both</c> at each among themselves. The read-out is not calibrated: it starts as
/// Glorot's, its bias at 0. Without inputs, points uniform on a cube with mean 0 and variance 1 take their place. Under
/// the NTK parameterization with sigma_b = 0 biases stay 0. Unlike those of other schemes, a layer's weights depend on
/// the depth, by their scale.
/// </remarks>
public sealed class GloballyOrthogonal : Initializer
{
    static readonly SchemeDescription s_description = new(
        "go",
        "Wang, Crawford-Eng and Perdikaris 2021, section 3, eq. 3.2",
        "deep networks with bounded activations (tanh, sin) that must learn high frequencies",
        "Deep tanh networks for images and multiscale functions; calibrates layer scales on the inputs before drawing.")
    {
        Aliases = ["globally_orthogonal"],
        Options = ["method", "lambda", "steps", "batch", "fixed_draw", "keep_draw", "features", "calibration"],
    };

    /// <summary>The scheme.</summary>
    /// <param name="options">
    /// method (fast), lambda (1e-4), steps (5000 for paper; evaluations of L-BFGS for fast, 12, or 40 for a kept draw),
    /// batch (8 times the width, 256 to 2048), fixed_draw (no), keep_draw (no), features (operator where the problem
    /// has one), calibration (none).
    /// </param>
    internal GloballyOrthogonal(InitializerOptions? options = null)
        : base(s_description, options)
    {
    }

    /// <inheritdoc/>
    public override string? MainOption => "calibration";

    /// <inheritdoc/>
    /// <exception cref="FileFormatException">The file of a calibration cannot be read.</exception>
    /// <exception cref="ArgumentException">It is for another depth.</exception>
    public override IReadOnlyList<string> Warnings(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var warnings = new List<string>();
        if (ActivationFamily.IsIn(network.Activation, ActivationFamilies.Rectifiers | ActivationFamilies.Linear))
        {
            warnings.Add(
                "go was made for bounded activations: scales hardly change the cosines of "
                + $"{network.Activation.Name} features, and one bias a layer only some.");
        }

        HomeWarnings.AddResidual(warnings, this, network);
        AddUnheeded(warnings);
        if (Options.Calibration is string file
            && OfFile(file, network).Network is var other
            && other != network.ToString())
        {
            warnings.Add(
                $"go takes the scales and biases of {file}, which were found for {other}; this network is {network}.");
        }

        return warnings;
    }

    /// <summary>No: it calibrates before each draw, and pays where targets oscillate. Name it on purpose.</summary>
    public override bool SuitsByDefault(Network network) => false;

    /// <summary>Scales and biases for a network, found on the context's inputs or read from a file.</summary>
    /// <typeparam name="T">The element type to calibrate in.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="context">Seed, inputs and threads; the result does not depend on the threads.</param>
    /// <exception cref="ArgumentException">
    /// The inputs have another width than the network, hold NaN or are all the same point, features are not finite at
    /// any scale, or the file is for another depth.
    /// </exception>
    public GoCalibration Calibrate<T>(Network network, InitializationContext context)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(context.Threads, "threads");
        LayerwiseInitializer.RequireInputs(network, context);
        return Options.Calibration is string file
            ? OfFile(file, network)
            : Calibrator.Run<T>(network, GoSettings.Of(Options, network), context);
    }

    /// <inheritdoc/>
    public override void Initialize<T>(Parameters<T> parameters, InitializationContext context)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(context);
        GoCalibration calibration = Calibrate<T>(parameters.Network, context);
        new CalibratedDraw(s_description, Options, calibration).Initialize(parameters, context);
        context.OnCalibrated?.Invoke(calibration);
    }

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) => new GloballyOrthogonal(options);

    static GoCalibration OfFile(string file, Network network)
    {
        GoCalibration calibration = GoCalibrationFile.Read(file);
        return calibration.C.Count == network.Depth ? calibration : throw new ArgumentException(
            $"{file} was calibrated for {calibration.C.Count} hidden layers ({calibration.Network}); "
            + $"this network has {network.Depth}.");
    }

    /// <summary>Options that were given, but of which a calibration like this takes no notice.</summary>
    void AddUnheeded(List<string> warnings)
    {
        string[] given = [.. OptionNames.Where(name => name != MainOption && Options.Get(name) is not null)];
        if (Options.Calibration is string file && given.Length > 0)
            warnings.Add($"go takes the scales and biases of {file}: {string.Join(", ", given)} changes nothing.");
        else if (Options.FixedDraw == true && Options.Method != GoMethod.Paper)
        {
            warnings.Add(
                "go: fixed_draw changes nothing: it is for method=paper, the fast method has fixed draws anyway.");
        }
    }

    /// <summary>Draws with scales and biases that are known.</summary>
    sealed class CalibratedDraw(SchemeDescription description, InitializerOptions options, GoCalibration calibration)
        : LayerwiseInitializer(description, options)
    {
        protected override void DrawLayer<T>(LayerDraw<T> draw)
        {
            if (draw.Layer.Kind == LayerKind.ReadOut)
            {
                IndependentDraw.Weights(draw, WeightLaw.Uniform, 2.0 / (draw.Layer.FanIn + draw.Layer.FanOut));
                draw.Biases.Clear();
                return;
            }

            double deviation = calibration.C[draw.Index] / Math.Sqrt(draw.Layer.FanIn);
            if (calibration.KeptObjective is null || Options.Calibration is not null)
            {
                IndependentDraw.Weights(draw, WeightLaw.Normal, deviation * deviation);
            }
            else
            {
                RandomStream kept = CalibrationTask<T>.DrawStream(draw.Context.Seed, FastCalibration<T>.Purpose, 0)
                    .Split(UnitDraw<T>.StreamName(draw.Index));
                RowBlocks.ForEach(
                    draw.Layer.FanOut,
                    draw.Layer.FanIn,
                    draw.Context,
                    (block, first, count) => kept.Split(block).FillNormal(draw.Rows(first, count), 0, deviation));
            }

            draw.Biases.Fill(T.CreateTruncating(calibration.B[draw.Index]));
        }
    }
}
