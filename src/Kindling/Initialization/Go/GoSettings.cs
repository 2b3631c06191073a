using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>How GO's scales and biases are found.</summary>
public enum GoMethod
{
    /// <summary>A scan of one scale for all layers, then a few calls of L-BFGS on fixed draws.</summary>
    Fast,

    /// <summary>Adam on a new draw and a new minibatch at every step, as the paper does it.</summary>
    Paper,
}

/// <summary>The settings of a calibration, nothing left open.</summary>
/// <param name="Method">How it is done.</param>
/// <param name="Lambda">The factor of the penalty |c|^2.</param>
/// <param name="Steps">Steps of Adam, or evaluations that L-BFGS may make.</param>
/// <param name="Batch">The most points of a batch.</param>
/// <param name="FixedDraw">Adam on one draw for all steps (appendix A).</param>
/// <param name="KeepDraw">Whether a draw that was optimized on becomes the initial weights.</param>
internal sealed record GoSettings(
    GoMethod Method, double Lambda, int Steps, int Batch, bool FixedDraw, bool KeepDraw)
{
    const int PaperSteps = 5000;
    const int FastEvaluations = 12;
    const int FastEvaluationsOfKeptDraw = 40;

    /// <summary>The words of methods.</summary>
    public static (string Word, GoMethod Value)[] Methods { get; } = [("fast", GoMethod.Fast), ("paper", GoMethod.Paper)];

    /// <summary>What options leave open is the paper's, or for the batch what suits the width.</summary>
    public static GoSettings Of(InitializerOptions options, Network network)
    {
        GoMethod method = options.Method ?? GoMethod.Fast;
        bool keeps = options.KeepDraw ?? false;
        int steps = method == GoMethod.Paper ? PaperSteps : keeps ? FastEvaluationsOfKeptDraw : FastEvaluations;
        if (method == GoMethod.Paper && options.Steps == 0)
            throw new ArgumentException("steps is 0; the paper's method needs at least 1.", nameof(options));
        int width = network.Layers[network.Depth - 1].FanOut;
        return new(
            method,
            options.Lambda ?? 1e-4,
            options.Steps ?? steps,
            options.Batch ?? Math.Clamp(8 * width, 256, Math.Max(2048, width)),
            keeps || (options.FixedDraw ?? false),
            keeps);
    }
}
