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
        Require(options);
        double decay = options.WeightDecay ?? (options.Optimizer == OptimizerKind.AdamW ? UsualAdamWDecay : 0);
        return options.Optimizer switch
        {
            OptimizerKind.Sgd => new Optimizer<T, Sgd>(new(decay), length),
            OptimizerKind.Momentum => new Optimizer<T, MomentumSgd>(new(decay, options.Momentum, nesterov: false), length),
            OptimizerKind.Nesterov => new Optimizer<T, MomentumSgd>(new(decay, options.Momentum, nesterov: true), length),
            OptimizerKind.Adam => new Optimizer<T, Adam>(Adam(options, decay, decoupled: false), length),
            OptimizerKind.AdamW => new Optimizer<T, Adam>(Adam(options, decay, decoupled: true), length),
            OptimizerKind.RmsProp => new Optimizer<T, RmsProp>(new(options.Alpha, options.Epsilon, decay), length),
            _ => throw new ArgumentException($"optimizer is {options.Optimizer}, which is unknown.", nameof(options)),
        };
    }

    static Adam Adam(TrainingOptions options, double decay, bool decoupled) =>
        new(options.Beta1, options.Beta2, options.Epsilon, decay, decoupled);

    static void Require(TrainingOptions options)
    {
        RequireSchedule(options.LearningRate);
        RequireFraction(options.Momentum, "momentum");
        RequireFraction(options.Beta1, "beta1");
        RequireFraction(options.Beta2, "beta2");
        RequireFraction(options.Alpha, "alpha");
        if (!(options.Epsilon > 0 && double.IsFinite(options.Epsilon)))
            throw new ArgumentException($"epsilon is {options.Epsilon}; it must be finite and greater than 0.", nameof(options));
        if (options.WeightDecay is double decay && !(decay >= 0 && double.IsFinite(decay)))
            throw new ArgumentException($"weightDecay is {decay}; it must be finite and at least 0.", nameof(options));
    }

    static void RequireSchedule(LearningRate learningRate)
    {
        (double rate, double factor, int every) = learningRate;
        if (!(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentException($"learning rate is {rate}; it must be finite and greater than 0.", nameof(learningRate));
        if (!(factor is > 0 and <= 1))
            throw new ArgumentException($"factor is {factor}; it must be above 0 and at most 1.", nameof(learningRate));
        if (every < 1)
            throw new ArgumentException($"every is {every}; it must be 1 or more.", nameof(learningRate));
    }

    static void RequireFraction(double value, string name)
    {
        if (!(value is >= 0 and < 1))
            throw new ArgumentException($"{name} is {value}; it must be at least 0 and below 1.", name);
    }
}
