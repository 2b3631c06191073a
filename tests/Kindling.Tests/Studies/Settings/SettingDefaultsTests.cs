using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;
using Run = Kindling.Studies.Run;

namespace Kindling.Tests.Studies;

public class SettingDefaultsTests
{
    static readonly SettingForms[] s_forms = [SettingForms.Compare, SettingForms.Train, SettingForms.Grid];

    [Theory]
    [InlineData(512, null)]
    [InlineData(513, 256)]
    public void A_step_takes_all_of_few_points_and_some_of_many(int points, int? batch) => Assert.All(
        s_forms, form => Assert.Equal(batch, Of(form, ("function", "sin"), ("points", $"{points}")).Batch));

    [Theory]
    [InlineData("problem", "heat")]
    [InlineData("lsgd", "true")]
    [InlineData("optimizer", "lbfgs")]
    public void Equations_least_squares_and_lbfgs_take_all_points(string name, string text) =>
        Assert.All(s_forms, form => Assert.Null(Of(form, (name, text)).Batch));

    [Fact]
    public void A_picture_is_batched_as_in_fit_image()
    {
        Study study = Of(SettingForms.Grid, ("image", PictureChoice.City));
        TrainingOptions options = study.OptionsOf(new Run("a", "he", 0, 1), 1, 1);
        TrainingOptions fitted = new ImageFit { Schemes = [] }.OptionsOf(1);
        Assert.Equal((fitted.Batching, fitted.BatchSize), (options.Batching, options.BatchSize));
        Assert.Equal(new ImageFit { Schemes = [] }.RegressionOptions.VariationPoints, study.Problem.Picture!.Places);
        Assert.Equal(7, Of(SettingForms.Grid, ("image", PictureChoice.City), ("batch", "7")).Problem.Picture!.Places);
    }

    [Theory]
    [InlineData("sgd", 0.1)]
    [InlineData("nesterov", 0.01)]
    [InlineData("adamw", 0.001)]
    public void An_optimizer_has_one_default_rate_and_a_comparison_searches(string optimizer, double rate)
    {
        Assert.Equal(rate, Of(SettingForms.Train, ("optimizer", optimizer)).LearningRate.Fixed);
        Assert.Equal(rate, Of(SettingForms.Grid, ("optimizer", optimizer)).LearningRate.Fixed);
        Assert.Equal(RateChoice.Auto, Of(SettingForms.Compare, ("optimizer", optimizer)).LearningRate);
    }

    [Fact]
    public void Least_squares_take_double_precision_unless_told() => Assert.All(s_forms, form =>
    {
        Assert.Equal(Precision.Single, Of(form).Precision);
        Assert.Equal(Precision.Double, Of(form, ("lsgd", "true")).Precision);
        Assert.Equal(Precision.Single, Of(form, ("lsgd", "true"), ("precision", "single")).Precision);
    });

    [Fact]
    public void Rows_are_dealt_into_folds_unless_a_part_is_kept_for_the_test()
    {
        Assert.Equal(RowSplit.Folds, OfTable(SettingForms.Compare).Problem.Split);
        Assert.Equal(RowSplit.Folds, OfTable(SettingForms.Grid).Problem.Split);
        Assert.Equal(RowSplit.Fixed, OfTable(SettingForms.Train).Problem.Split);
        Assert.Equal(RowSplit.Fixed, OfTable(SettingForms.Compare, ("test-fraction", "0.3")).Problem.Split);
        Assert.Equal(RowSplit.Fixed, OfTable(SettingForms.Compare, ("test", "no-such-file.csv")).Problem.Split);
        Assert.Throws<SettingException>(
            () => OfTable(SettingForms.Compare, ("split", "folds"), ("test-fraction", "0.3")));
        Assert.Throws<SettingException>(() => OfTable(SettingForms.Compare, ("split", "fixed"), ("folds", "3")));
    }

    static Study OfTable(SettingForms form, params (string, string)[] others) =>
        Of(form, [("data", "no-such-table.csv"), ("batch", "all"), .. others]);

    /// <summary>The study of some settings; names of files are not looked up.</summary>
    static Study Of(SettingForms form, params (string Name, string Text)[] settings)
    {
        var given = new SettingValues();
        given.Add("init", "he");
        foreach ((string name, string text) in settings)
            given.Add(name, text);
        return StudySettings.Resolve(given, form, study => study.Problem.Load(study.Seed, study.Network));
    }
}
