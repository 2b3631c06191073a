using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>The test that the verdict reads.</summary>
sealed class AllPairsTest : IPairTest
{
    /// <inheritdoc/>
    public IReadOnlyList<(int Better, int Worse)> Claims(IReadOnlyList<double[]> errors) =>
        [.. AllPairs.Test(errors, repeats: 1, margin: 0.05).Where(p => p.IsClaimed).Select(p => (p.Better, p.Worse))];
}
