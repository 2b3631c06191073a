using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies;

public class FreshLossTests
{
    [Theory]
    [InlineData(1e-12, 1e-5, true)]
    [InlineData(1e-3, 2e-3, false)]
    [InlineData(1e-30, 1e-14, false)]
    public void A_loss_between_the_points_far_above_the_one_at_them_is_told(double loss, double fresh, bool expected) =>
        Assert.Equal(expected, FreshLoss.Warning(loss, fresh, constant: 0.1) is not null);

    [Theory]
    [InlineData(1.3, 0.1, true)]
    [InlineData(1.05, 0.1, false)]
    [InlineData(1.3, 2.0, false)]
    public void Learning_by_heart_takes_a_rising_test_error_and_a_falling_loss(double ratio, double loss, bool expected)
    {
        RunResult[] runs = [.. Enumerable.Range(0, 6).Select(seed => Run((ulong)seed, ratio, loss))];
        var found = LearnedByHeart.Of(new SchemeResult("he", runs, []), areRows: true);
        Assert.Equal(expected, found is not null);
        if (found is not null)
            Assert.Contains("lowest after 100 steps and 1.3 times higher", found.ToString(), StringComparison.Ordinal);
    }

    static RunResult Run(ulong seed, double ratio, double loss)
    {
        var kept = new CurvePoint(100, 1, 1, 0.5);
        var end = new CurvePoint(1000, loss, 1, 0.5 * ratio);
        return new RunResult(
            new Run($"he-s{seed}", "he", seed, 0.01), TrainingStatus.Finished, null, 1000, [kept, end], 1, 1, 1)
        {
            Kept = kept,
            End = end,
        };
    }
}
