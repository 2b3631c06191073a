using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Initialization;

/// <summary>
/// Fills a layer's weights with a scaled matrix of orthonormal rows (wide) or columns (tall), uniform over all such.
/// </summary>
internal static class HaarRows
{
    /// <summary>
    /// The square of the factor that a matrix of orthonormal rows or columns takes to have entries of variance
    /// 1 / fan-in: 1 for wide and square layers, fan-out / fan-in for tall ones (ERRATA N4).
    /// </summary>
    public static double Square(Layer layer) => Math.Max(1, layer.FanOut / (double)layer.FanIn);

    /// <summary>Overwrites the weights with scale times an orthonormal matrix.</summary>
    public static void Fill<T>(LayerDraw<T> draw, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = draw.Layer.FanOut, columns = draw.Layer.FanIn;
        Matrix<T> q = HaarMatrix.Draw<T>(rows, columns, draw.Stream("orthogonal weights"), draw.Context.Threads);
        T factor = T.CreateTruncating(scale);
        for (int i = 0; i < rows; i++)
            TensorPrimitives.Multiply(q.Row(i), factor, draw.Rows(i, 1));
    }
}
