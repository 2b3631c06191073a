using System.Numerics;
using Kindling.Problems;

namespace Kindling.Training;

/// <summary>The losses of <see cref="LossKind"/>, one point at a time: value and gradient in the prediction.</summary>
internal static class LossFunction
{
    /// <summary>
    /// The number by which the sum of <see cref="Point"/> over a batch is divided: points, or points times outputs.
    /// </summary>
    public static double Divisor(LossKind loss, int points, int outputs) =>
        loss == LossKind.MeanSquared ? (double)points * outputs : points;

    /// <summary>
    /// The undivided loss of a point; <paramref name="gradient"/> is its derivative times <paramref name="factor"/>.
    /// </summary>
    public static double Point<T>(
        LossKind loss, ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, T factor, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        loss == LossKind.MeanSquared
            ? Squared(prediction, target, factor, gradient)
            : CrossEntropy(prediction, target, factor, gradient);

    static double Squared<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, T factor, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        T twice = factor + factor;
        for (int j = 0; j < prediction.Length; j++)
        {
            T difference = prediction[j] - target[j];
            gradient[j] = twice * difference;
            double exact = double.CreateTruncating(difference);
            sum += exact * exact;
        }

        return sum;
    }

    /// <summary>-sum t log softmax(y), shifted by the largest output; its gradient is softmax(y) sum t - t.</summary>
    static double CrossEntropy<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, T factor, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T largest = prediction[0];
        foreach (T y in prediction)
            largest = T.Max(largest, y);
        T total = T.Zero, mass = T.Zero;
        for (int j = 0; j < prediction.Length; j++)
        {
            gradient[j] = T.Exp(prediction[j] - largest);
            total += gradient[j];
            mass += target[j];
        }

        double logTotal = double.CreateTruncating(T.Log(total) + largest), sum = 0;
        for (int j = 0; j < prediction.Length; j++)
        {
            if (target[j] != T.Zero)
                sum += double.CreateTruncating(target[j]) * (logTotal - double.CreateTruncating(prediction[j]));
            gradient[j] = factor * ((gradient[j] / total * mass) - target[j]);
        }

        return sum;
    }
}
