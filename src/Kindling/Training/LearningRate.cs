namespace Kindling.Training;

/// <summary>
/// The learning rate as a function of the step: rate * factor^(step / every), constant if the factor is 1.
/// </summary>
/// <param name="Rate">The rate at step 0; finite and above 0.</param>
/// <param name="Factor">The factor at each drop, in (0, 1].</param>
/// <param name="Every">Steps between drops, 1 or more.</param>
public sealed record LearningRate(double Rate, double Factor = 1, int Every = 1)
{
    /// <summary>The rate at a step, counted from 0 (integer division: a staircase).</summary>
    public double At(long step) => Factor == 1 ? Rate : Rate * Math.Pow(Factor, step / Every);
}
