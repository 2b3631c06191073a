namespace Kindling.Studies;

/// <summary>The contrast along which the initializers of a group differ most.</summary>
/// <remarks>
/// Each seed has a vector of log errors, from which its mean over the group is taken. The vectors are divided by the
/// square roots of their lengths, so that one wild seed does not decide, and the principal direction of their second
/// moments is the contrast. A flip turns vectors into their opposites, which leaves second moments, and so the
/// contrast, as they are. The t statistic along it is therefore as good a statistic as that of a pair chosen
/// beforehand.
/// </remarks>
static class PrincipalContrast
{
    const int Iterations = 50;

    /// <summary>The contrast: one weight for each member, of length 1 and sum 0; all 0 where there are no
    /// differences.</summary>
    /// <param name="members">Log errors, [member][seed].</param>
    public static double[] Of(IReadOnlyList<double[]> members)
    {
        double[,] moments = SecondMoments(members);
        int most = Enumerable.Range(0, members.Count).MaxBy(k => moments[k, k]);
        double[] weights = [.. Enumerable.Range(0, members.Count).Select(k => moments[k, most])];
        for (int i = 0; i < Iterations; i++)
            weights = Normalized(Product(moments, weights));
        return weights;
    }

    static double[,] SecondMoments(IReadOnlyList<double[]> members)
    {
        int count = members.Count;
        var moments = new double[count, count];
        var vector = new double[count];
        for (int s = 0; s < members[0].Length; s++)
        {
            double mean = members.Average(m => m[s]);
            for (int k = 0; k < count; k++)
                vector[k] = members[k][s] - mean;
            double length = Math.Sqrt(vector.Sum(v => v * v));
            if (length == 0)
                continue;
            for (int a = 0; a < count; a++)
            {
                for (int b = 0; b < count; b++)
                    moments[a, b] += vector[a] * vector[b] / length;
            }
        }

        return moments;
    }

    static double[] Product(double[,] matrix, double[] vector)
    {
        var product = new double[vector.Length];
        for (int a = 0; a < vector.Length; a++)
        {
            for (int b = 0; b < vector.Length; b++)
                product[a] += matrix[a, b] * vector[b];
        }

        return product;
    }

    static double[] Normalized(double[] vector)
    {
        double length = Math.Sqrt(vector.Sum(v => v * v));
        return length == 0 ? vector : [.. vector.Select(v => v / length)];
    }
}
