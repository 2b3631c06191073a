namespace Kindling.Calibration;

/// <summary>Decides which of some initializers are better than which.</summary>
interface IPairTest
{
    /// <summary>All directed claims.</summary>
    /// <param name="errors">Positive, finite errors: [initializer][seed].</param>
    IReadOnlyList<(int Better, int Worse)> Claims(IReadOnlyList<double[]> errors);
}
