using System.Numerics;
using Kindling.Training;

namespace Kindling.Initialization;

/// <summary>
/// GO's scales and biases as the paper finds them: Adam with rate 0.005 from c = 1, b = 0, new weights and a new
/// minibatch at every step, or one draw for all steps (Wang et al. 2021, appendices A and C).
/// </summary>
/// <remarks>c has no floor: as in the paper, the last layer's usually ends between 0.1 and 0.2 (ERRATA G8).</remarks>
internal sealed class PaperCalibration<T>(CalibrationTask<T> task)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const double Rate = 0.005;

    /// <summary>Runs all steps; the objective is the mean of the last tenth of them, at most 100.</summary>
    /// <exception cref="ArgumentException">The objective is not finite.</exception>
    public (double[] C, double[] B, double Objective) Run()
    {
        int depth = task.Network.Depth, steps = task.Settings.Steps;
        bool movesBiases = task.Network.Parameterization.BiasScale > 0;
        double[] x = new double[2 * depth], gradient = new double[2 * depth];
        double[] c = new double[depth], b = new double[depth];
        double[] gradientC = new double[depth], gradientB = new double[depth];
        Array.Fill(x, 1, 0, depth);
        Optimizer<double> adam = Optimizer.Create<double>(new TrainingOptions(), x.Length);
        GoObjective<T> objective = task.On(task.Batch);
        var draw = new UnitDraw<T>(task.Network);
        int averaged = Math.Clamp(steps / 10, 1, 100);
        double sum = 0;
        for (int step = 0; step < steps; step++)
        {
            if (step == 0 || !task.Settings.FixedDraw)
                task.Draw(draw, FastCalibration<T>.Purpose, step);
            task.Select(objective, FastCalibration<T>.Purpose, step);
            x.AsSpan(0, depth).CopyTo(c);
            x.AsSpan(depth).CopyTo(b);
            double loss = task.Evaluate(objective, draw, c, b, gradientC, gradientB);
            if (!double.IsFinite(loss))
            {
                throw new ArgumentException(
                    $"go cannot calibrate {task.Network}: at step {step + 1} of the paper's method its features are "
                    + "not finite.");
            }

            sum += step >= steps - averaged ? loss / averaged : 0;
            gradientC.CopyTo(gradient, 0);
            gradientB.CopyTo(gradient, depth);
            if (!movesBiases)
                gradient.AsSpan(depth).Clear();
            adam.BeginStep(Rate);
            adam.Update(x, gradient, 0);
        }

        // A negative scale is the same law of weights as its magnitude.
        return ([.. x.Take(depth).Select(Math.Abs)], x[depth..], sum);
    }
}
