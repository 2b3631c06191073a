using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies;

public class LearningRateSearchTests
{
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.0018)]
    [InlineData(0.032)]
    [InlineData(0.000056)]
    public async Task The_best_rate_of_a_smooth_score_is_found(double best) =>
        Assert.Equal(best, await LearningRateSearch.FindAsync(
            OptimizerKind.Adam, rate => Task.FromResult(Math.Abs(Math.Log(rate / best)))));

    [Fact]
    public async Task Rates_that_diverge_are_avoided() =>
        Assert.Equal(0.00056, await LearningRateSearch.FindAsync(
            OptimizerKind.Adam, rate => Task.FromResult(rate > 0.0006 ? double.PositiveInfinity : -rate)));

    [Fact]
    public async Task If_everything_diverges_the_smallest_rate_tried_is_taken() =>
        Assert.Equal(3.2e-6, await LearningRateSearch.FindAsync(OptimizerKind.Adam, _ => Task.FromResult(double.NaN)));

    [Fact]
    public async Task No_rate_is_asked_for_twice()
    {
        var asked = new List<double>();
        await LearningRateSearch.FindAsync(OptimizerKind.Sgd, rate =>
        {
            lock (asked)
                asked.Add(rate);
            return Task.FromResult(-rate);
        });
        Assert.Equal(asked.Distinct().Count(), asked.Count);
        Assert.InRange(asked.Count, 5, 9);
    }

    [Fact]
    public void Short_runs_have_a_fifth_of_the_steps_but_at_least_two_hundred()
    {
        Assert.Equal(400, LearningRateSearch.StepsFor(2000));
        Assert.Equal(200, LearningRateSearch.StepsFor(500));
        Assert.Equal(50, LearningRateSearch.StepsFor(50));
    }

    [Fact]
    public void Rates_with_equally_many_wrong_answers_are_told_apart_by_their_loss()
    {
        double small = LearningRateSearch.Score([Run(0.08, wrong: 0), Run(0.05, wrong: 0)]);
        double large = LearningRateSearch.Score([Run(0.03, wrong: 0), Run(0.02, wrong: 0.01)]);
        Assert.True(large < small);

        static RunResult Run(double loss, double wrong) => new(
            new Run("search", "glorot", 0, 0.001),
            TrainingStatus.Finished,
            null,
            200,
            [new CurvePoint(200, loss, wrong, wrong)],
            OutputSpread: 1,
            Seconds: 0,
            SecondsPerStep: 0);
    }

    [Fact]
    public void Rates_are_round_numbers()
    {
        Assert.Equal(0.001, LearningRateSearch.Rate(-12));
        Assert.Equal(0.0018, LearningRateSearch.Rate(-11));
        Assert.Equal(0.1, LearningRateSearch.Rate(-4));
        Assert.Equal(5.6, LearningRateSearch.Rate(3));
    }
}
