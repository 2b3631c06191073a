using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Tests.Problems;

public class ImageRegressionTests
{
    static readonly Image City = CityImage.Create(24);

    [Fact]
    public void Places_have_mean_zero_and_variance_one_over_the_picture()
    {
        var regression = Sampled(new Image(5, 9, new Matrix<double>(45, 1)), 0.25);
        Matrix<double> places = regression.Places([.. Enumerable.Range(0, 45)]);
        for (int j = 0; j < 2; j++)
        {
            double[] column = [.. Enumerable.Range(0, 45).Select(i => places[i, j])];
            Assert.Equal(0, column.Average(), 1e-14);
            Assert.Equal(1, column.Average(x => x * x), 1e-14);
        }

        Assert.True(places[0, 0] == places[9, 0] && places[0, 1] == places[8, 1], "column first, then row");
    }

    [Fact]
    public void Targets_have_mean_zero_in_each_channel_and_variance_one_over_all()
    {
        Matrix<double> targets = Sampled(City, 0.5).Problem.Terms[0].Data.Targets;
        for (int c = 0; c < 3; c++)
            Assert.Equal(0, Enumerable.Range(0, targets.Rows).Average(i => targets[i, c]), 1e-12);
        double square = Enumerable.Range(0, targets.Rows).Average(i => targets.Row(i).ToArray().Sum(t => t * t));
        Assert.Equal(3, square, 1e-12);
    }

    [Theory]
    [InlineData(0.25, 144)]
    [InlineData(1, 576)]
    [InlineData(1e-9, 1)]
    public void The_share_of_distinct_pixels_is_sampled(double share, int count)
    {
        var regression = Sampled(City, share);
        Assert.Equal(count, regression.SampledPixels.Distinct().Count());
        Assert.Equal(count, regression.Problem.Terms[0].Data.Count);
        Assert.Equal(regression.SampledPixels, Sampled(City, share).SampledPixels);
        Image mask = regression.Mask();
        Assert.All(regression.SampledPixels, p => Assert.Equal(1, mask.Pixels[p, 0]));
        Assert.Equal(count, Enumerable.Range(0, 576).Sum(i => mask.Pixels[i, 0]));
    }

    [Theory]
    [InlineData(0.2, 115, 29)]
    [InlineData(1e-9, 143, 1)]
    public void A_share_of_the_sampled_pixels_is_kept_for_validation(double share, int training, int validation)
    {
        var options = new ImageRegressionOptions { ValidationFraction = share, Seed = 3 };
        var regression = new ImageRegression(City, options);
        Assert.Equal((training, validation), (regression.SampledPixels.Count, regression.ValidationPixels.Count));
        Assert.Equal(
            Sampled(City, 0.25).SampledPixels, regression.SampledPixels.Concat(regression.ValidationPixels).Order());
        Term term = Assert.Single(regression.Problem.Validation), data = regression.Problem.Terms[0];
        Assert.Equal((validation, training, 2), (term.Data.Count, data.Data.Count, regression.Problem.Terms.Count));
        Assert.Equal((data.Weight, data.Name), (term.Weight, term.Name));
        regression.ToColors(term.Data.Targets);
        for (int i = 0; i < validation; i++)
            Assert.Equal(City.Pixels[regression.ValidationPixels[i], 1], term.Data.Targets[i, 1], 1e-12);
        Assert.Empty(Sampled(City, 0.25).Problem.Validation);
    }

    [Theory]
    [InlineData(0.25, 1, "validationFraction is 1; it must be at least 0 and below 1")]
    [InlineData(0.25, double.NaN, "validationFraction is NaN")]
    [InlineData(1e-9, 0.2, "validationFraction is 0.2: none of 1 sampled pixels is left for training")]
    public void A_validation_share_that_leaves_no_pixel_is_refused(double sample, double share, string message)
    {
        var options = new ImageRegressionOptions { Sample = sample, ValidationFraction = share };
        var error = Assert.Throws<ArgumentException>(() => new ImageRegression(City, options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_equal_to_the_targets_give_the_pixels_back()
    {
        var regression = Sampled(City, 1);
        Matrix<double> outputs = regression.Problem.Terms[0].Data.Targets;
        regression.ToColors(outputs);
        for (int i = 0; i < outputs.Rows; i++)
        {
            for (int c = 0; c < 3; c++)
                Assert.Equal(City.Pixels[i, c], outputs[i, c], 1e-12);
        }
    }

    /// <summary>(C.2) spelt out, the Jacobian by central differences, whose error here is about 1e-9.</summary>
    [Theory]
    [InlineData("tanh", VariationUnits.Inputs)]
    [InlineData("sin", VariationUnits.Inputs)]
    [InlineData("tanh", VariationUnits.Pixels)]
    public void The_training_loss_is_the_equation_of_the_paper(string activation, VariationUnits units)
    {
        const double Lambda = 0.37, Step = 1e-4;
        var options = new ImageRegressionOptions
        {
            TotalVariation = Lambda,
            VariationUnits = units,
            VariationPoints = 20,
            Seed = 5,
        };
        Problem problem = new ImageRegression(City, options).Problem;
        double pixel = units == VariationUnits.Pixels ? Math.Sqrt(12.0 / ((24 * 24) - 1)) : 1;
        Network network = Network.Plain(2, [16, 16], 3, Activations.Find(activation));
        Parameters<double> parameters = Initializers.Find("glorot").Draw<double>(network, new(1));
        var evaluator = new Evaluator<double>(network);
        double data = 0, variation = 0;
        DataSet pixels = problem.Terms[0].Data, places = problem.Terms[1].Data;
        Matrix<double> outputs = evaluator.Predict(parameters, pixels.Inputs);
        for (int i = 0; i < pixels.Count; i++)
        {
            for (int c = 0; c < 3; c++)
                data += Math.Pow(outputs[i, c] - pixels.Targets[i, c], 2) / pixels.Count;
        }

        for (int j = 0; j < 2; j++)
        {
            Matrix<double> up = evaluator.Predict(parameters, Moved(places.Inputs, j, Step));
            Matrix<double> down = evaluator.Predict(parameters, Moved(places.Inputs, j, -Step));
            for (int i = 0; i < places.Count; i++)
            {
                for (int c = 0; c < 3; c++)
                    variation += Math.Pow(pixel * (up[i, c] - down[i, c]) / (2 * Step), 2) / places.Count;
            }
        }

        using var trainer = new Trainer<double>(problem, network, new TrainingOptions { Steps = 0 });
        Assert.Equal(data + (Lambda * variation), trainer.Run(parameters).Curve[0].Loss, 1e-6 * (data + variation));
    }

    [Fact]
    public void Places_for_the_jacobian_are_new_at_every_step_and_inside_of_the_picture()
    {
        Term variation = new ImageRegression(City, new() { VariationPoints = 64 }).Problem.Terms[1];
        Matrix<double> first = variation.Fresh!.Points.Draw(0, 1), second = variation.Fresh.Points.Draw(0, 2);
        Assert.NotEqual(first[0, 0], second[0, 0]);
        double edge = Math.Abs(Sampled(City, 1).Places([0])[0, 0]);
        for (int i = 0; i < first.Rows; i++)
            Assert.All(first.Row(i).ToArray(), x => Assert.InRange(x, -edge, edge));
        Assert.Single(Sampled(City, 0.25).Problem.Terms);
    }

    [Fact]
    public void A_picture_of_one_pixel_is_learned_exactly()
    {
        var pixel = new Matrix<double>(1, 3);
        (pixel[0, 0], pixel[0, 1], pixel[0, 2]) = (0.2, 0.4, 0.6);
        var regression = new ImageRegression(new Image(1, 1, pixel));
        Assert.Equal([0, 0], regression.Places([0]).Row(0).ToArray());
        Assert.Equal([0, 0, 0], regression.Problem.Terms[0].Data.Targets.Row(0).ToArray());
        Matrix<double> anything = Matrix<double>.FromRows([5, -7, 9]);
        regression.ToColors(anything);
        Assert.Equal([0.2, 0.4, 0.6], anything.Row(0).ToArray());
    }

    [Theory]
    [InlineData(0, 0, "sample is 0; it must be above 0 and at most 1")]
    [InlineData(1.5, 0, "sample is 1.5")]
    [InlineData(double.NaN, 0, "sample is NaN")]
    [InlineData(0.5, -1, "totalVariation is -1; it must be finite and at least 0")]
    public void Numbers_out_of_range_are_refused(double sample, double variation, string message)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new ImageRegression(City, new() { Sample = sample, TotalVariation = variation }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Snr_and_psnr_are_what_their_formulas_say()
    {
        Matrix<double> truth = Matrix<double>.FromRows([0.5, 1], [0.5, 0]);
        Matrix<double> shown = Matrix<double>.FromRows([0.4, 1.7], [0.6, 0]);
        ImageQuality quality = ImageQuality.Of(truth, shown);
        Assert.Equal(10 * Math.Log10(1.5 / 0.02), quality.Snr, 1e-10);
        Assert.Equal(10 * Math.Log10(4 / 0.02), quality.Psnr, 1e-10);
        Assert.Equal(double.PositiveInfinity, ImageQuality.Of(truth, truth).Snr);
        Assert.True(double.IsNaN(ImageQuality.Of(new Matrix<double>(1, 1), Matrix<double>.FromRows([0.5])).Snr));
    }

    [Fact]
    public void Shrinking_keeps_the_mean_and_averages_squares()
    {
        Image small = City.Shrunk(7);
        Assert.Equal((7, 7), (small.Height, small.Width));
        for (int c = 0; c < 3; c++)
        {
            double before = Enumerable.Range(0, 576).Average(i => City.Pixels[i, c]);
            Assert.Equal(before, Enumerable.Range(0, 49).Average(i => small.Pixels[i, c]), 1e-12);
        }

        var halves = new Image(2, 4, Matrix<double>.FromRows([0], [1], [0.5], [0.5], [1], [0], [0.25], [0.75]));
        Assert.Equal([0.5, 0.5], Enumerable.Range(0, 2).Select(i => halves.Shrunk(2).Pixels[i, 0]));
        Assert.Same(halves, halves.Shrunk(4));
    }

    [Fact]
    public void Pictures_in_a_row_have_white_gaps()
    {
        Image black = new(2, 1, new Matrix<double>(2, 1)), row = Image.Row([black, black], gap: 2);
        Assert.Equal((2, 4), (row.Height, row.Width));
        Assert.Equal([0, 1, 1, 0, 0, 1, 1, 0], Enumerable.Range(0, 8).Select(i => row.Pixels[i, 0]));
        Assert.Throws<ArgumentException>(() => Image.Row([black, City], 1));
    }

    static ImageRegression Sampled(Image image, double share) =>
        new(image, new ImageRegressionOptions { Sample = share, TotalVariation = 0, Seed = 3 });

    static Matrix<double> Moved(Matrix<double> inputs, int coordinate, double by)
    {
        Matrix<double> moved = inputs.To<double>();
        for (int i = 0; i < moved.Rows; i++)
            moved[i, coordinate] += by;
        return moved;
    }
}
