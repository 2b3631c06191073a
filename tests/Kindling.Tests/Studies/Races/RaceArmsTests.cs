using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies.Races;

/// <summary>A run that waits, in memory or on disk, ends at the same bits as one that does not.</summary>
public class RaceArmsTests
{
    const int Steps = 60;

    static readonly Problem s_problem = Functions.Find("sin").Create(new() { TrainPoints = 100 });

    static readonly Network s_network = Network.Plain(1, [8, 8], 1, Activations.Tanh);

    static readonly TrainingOptions s_options = new()
    {
        Steps = Steps,
        BatchSize = 16,
        CurveMarks = RateRace.Rungs(Steps),
        LearningRate = new(1, 0.9, 7),
        Seed = 3,
    };

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void Rates_that_take_turns_end_like_single_runs(bool onDisk, int threads)
    {
        double[] rates = [0.001, 0.01, 0.1];
        using var trainer = new Trainer<float>(s_problem, s_network, s_options with { Threads = threads });
        using var arms = new RaceArms<float>(trainer, Start(), s_options, KeptStep.Best) { WaitOnDisk = onDisk };
        foreach (long rung in RateRace.Rungs(Steps))
        {
            foreach (double rate in rates)
                arms.Go(new(rate, rung), _ => { }, CancellationToken.None);
        }

        foreach (double rate in rates)
        {
            using var alone = new Trainer<float>(s_problem, s_network, s_options with
            {
                LearningRate = s_options.LearningRate with { Rate = rate },
            });
            TrainingResult<float> expected = alone.Run(Start());
            TrainingRun<float> run = arms.Of(rate);
            Assert.Equal(expected.Final.Flat.ToArray(), run.Parameters.Flat.ToArray());
            Assert.Equal(expected.Best.Flat.ToArray(), run.Best.Flat.ToArray());
            Assert.Equal(expected.Curve, run.Curve);
        }
    }

    [Fact]
    public void A_race_that_was_interrupted_goes_on_from_its_folder()
    {
        using var temporary = new TemporaryFolder();
        double[] rates = [0.001, 0.01];
        using var trainer = new Trainer<float>(s_problem, s_network, s_options);
        using var stop = new CancellationTokenSource();
        using (var broken = Arms(trainer, temporary))
        {
            broken.Go(new(rates[0], Steps / 2), _ => { }, CancellationToken.None);
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => broken.Go(new(rates[0], Steps), _ => { }, stop.Token));
        }

        using var resumed = Arms(trainer, temporary);
        Assert.True(resumed.Of(rates[0]).Step >= Steps / 2);
        resumed.Go(new(rates[0], Steps), _ => { }, CancellationToken.None);
        using var whole = new RaceArms<float>(trainer, Start(), s_options, KeptStep.Best);
        whole.Go(new(rates[0], Steps), _ => { }, CancellationToken.None);
        Assert.Equal(
            whole.Of(rates[0]).Parameters.Flat.ToArray(), resumed.Of(rates[0]).Parameters.Flat.ToArray());
    }

    [Fact]
    public void The_kept_step_has_the_lowest_validation_loss()
    {
        using var trainer = new Trainer<float>(s_problem, s_network, s_options);
        using var arms = new RaceArms<float>(trainer, Start(), s_options, KeptStep.Best);
        RaceArm arm = arms.Go(new(0.1, Steps), _ => { }, CancellationToken.None);
        Assert.Equal(arms.Of(0.1).Curve.Min(p => p.Score), arm.Score);
        Assert.Equal(arm.Score, arms.Of(0.1).BestPoint!.Score);
    }

    static RaceArms<float> Arms(Trainer<float> trainer, TemporaryFolder folder) =>
        new(trainer, Start(), s_options, KeptStep.Best) { Folder = Path.Combine(folder.Path, "rates") };

    static Parameters<float> Start() =>
        Initializers.Parse("glorot").Draw<float>(s_network, InitializationContext.For(s_problem, 5));
}
