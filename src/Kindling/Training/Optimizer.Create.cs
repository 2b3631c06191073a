using System.Numerics;

namespace Kindling.Training;

/// <summary>Makes optimizers from options.</summary>
internal static class Optimizer
{
    /// <summary>Decoupled weight decay of AdamW where none is given.</summary>
    const double UsualAdamWDecay = 0.01;

    /// <summary>The optimizer that the options ask for, at step 0.</summary>
    /// <param name="options">Update rule and its settings.</param>
    /// <param name="length">The number of parameters.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public static Optimizer<T> Create<T>(TrainingOptions options, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Require();
        double decay = options.WeightDecay ?? (options.Optimizer == OptimizerKind.AdamW ? UsualAdamWDecay : 0);
        return options.Optimizer switch
        {
            OptimizerKind.Sgd => new Optimizer<T, Sgd>(new(decay), length),
            OptimizerKind.Momentum =>
                new Optimizer<T, MomentumSgd>(new(decay, options.Momentum, nesterov: false), length),
            OptimizerKind.Nesterov =>
                new Optimizer<T, MomentumSgd>(new(decay, options.Momentum, nesterov: true), length),
            OptimizerKind.Adam => new Optimizer<T, Adam>(Adam(options, decay, decoupled: false), length),
            OptimizerKind.AdamW => new Optimizer<T, Adam>(Adam(options, decay, decoupled: true), length),
            OptimizerKind.RmsProp => new Optimizer<T, RmsProp>(new(options.Alpha, options.Epsilon, decay), length),
            OptimizerKind.Lbfgs => new LbfgsOptimizer<T>(length),
            _ => throw new ArgumentException($"optimizer is {options.Optimizer}, which is unknown.", nameof(options)),
        };
    }

    static Adam Adam(TrainingOptions options, double decay, bool decoupled) =>
        new(options.Beta1, options.Beta2, options.Epsilon, decay, decoupled);
}
