using Kindling.Studies;

namespace Kindling.Tests.Studies;

public class SampleQuantilesTests
{
    [Fact]
    public void Quantiles_interpolate_between_order_statistics()
    {
        double[] values = [4, 1, 3, 2];
        Assert.Equal(2.5, SampleQuantiles.Median(values));
        Assert.Equal(1, SampleQuantiles.Quantile(values, 0));
        Assert.Equal(4, SampleQuantiles.Quantile(values, 1));
        Assert.Equal(1.3, SampleQuantiles.Quantile(values, 0.1), 12);
    }

    [Fact]
    public void A_run_without_an_error_is_the_worst_of_all()
    {
        Assert.Equal(2, SampleQuantiles.Median([1, double.NaN, 2]));
        Assert.Equal(double.PositiveInfinity, SampleQuantiles.Median([1, double.NaN]));
        Assert.Equal(double.PositiveInfinity, SampleQuantiles.Quantile([1, double.NaN, double.NaN], 0.9));
    }

    [Fact]
    public void Nothing_has_no_median() => Assert.True(double.IsNaN(SampleQuantiles.Median([])));
}
