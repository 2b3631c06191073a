using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Initialization;

/// <summary>How GO's scales and biases are found.</summary>
public enum GoMethod
{
    /// <summary>A scan of one scale for all layers, then a few calls of L-BFGS on fixed draws.</summary>
    Fast,

    /// <summary>Adam on a new draw and a new minibatch at every step, as the paper does it.</summary>
    Paper,
}

/// <summary>Which functions GO makes orthogonal.</summary>
public enum GoFeatures
{
    /// <summary>The units phi of the last hidden layer, as in the paper.</summary>
    Values,

    /// <summary>L phi, for the differential operator L of the problem.</summary>
    Operator,

    /// <summary>Both, each among themselves; the loss is the mean.</summary>
    Both,
}

/// <summary>The settings of a calibration, nothing left open.</summary>
/// <param name="Method">How it is done.</param>
/// <param name="Lambda">The factor of the penalty |c|^2.</param>
/// <param name="Steps">Steps of Adam, or evaluations that L-BFGS may make.</param>
/// <param name="Batch">The most points of a batch.</param>
/// <param name="FixedDraw">Adam on one draw for all steps (appendix A).</param>
/// <param name="KeepDraw">Whether a draw that was optimized on becomes the initial weights.</param>
/// <param name="Features">What is made orthogonal; null for the operator where the problem has one.</param>
internal sealed record GoSettings(
    GoMethod Method, double Lambda, int Steps, int Batch, bool FixedDraw, bool KeepDraw, GoFeatures? Features)
{
    const int PaperSteps = 5000;
    const int FastEvaluations = 12;
    const int FastEvaluationsOfKeptDraw = 40;

    /// <summary>What is to be orthogonal for a problem.</summary>
    /// <exception cref="ArgumentException">
    /// An operator is asked for but there is none, or the activation has too few derivatives for it.
    /// </exception>
    public FeatureViews ViewsOf(Network network, InitializationContext context)
    {
        LinearOperator? linear = context.Operator;
        GoFeatures features = Features ?? (linear is null ? GoFeatures.Values : GoFeatures.Operator);
        if (features == GoFeatures.Values)
            return FeatureViews.Values;
        if (linear is null)
        {
            throw new ArgumentException(
                "go:features asks for the problem's differential operator, but there is none; give a problem such as "
                + "transport.");
        }

        if (linear.Order == 2 && network.Activation.Smoothness < 1)
        {
            throw new ArgumentException(
                $"{network.Activation} has no second derivative, which {linear.Name} needs: use a smooth activation, "
                + "or go:features=values.");
        }

        return FeatureViews.Of(linear, withValues: features == GoFeatures.Both);
    }

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
            keeps,
            options.Features);
    }
}
