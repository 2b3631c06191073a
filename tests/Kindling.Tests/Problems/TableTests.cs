using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Studies;

namespace Kindling.Tests.Problems;

public sealed class TableTests : IDisposable
{
    const string Cars = """
        name,weight,origin,mpg
        a,10,eu,1
        b,20,us,2
        c,30,us,3
        d,40,jp,5
        e,50,eu,8
        f,60,us,13
        g,70,jp,21
        h,80,us,34
        i,90,us,55
        j,95,eu,89
        k,99,eu,144
        """;

    const string Prices = "x,y\n$1,1\n$2,2\n$3,3\n$4,4\n$5,5\n$6,6\n$7,7\n$8,8\n$9,9\n$10,10\n$11,11\n";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_numeric_target_is_regression_in_standardized_units()
    {
        Problem problem = Tables.Load(_folder.Text("cars.csv", Cars), new TableOptions { Target = "mpg" });
        Assert.Equal("cars.csv", problem.Name);
        Assert.Equal(ErrorMetric.RootMeanSquare, problem.Metric);
        Assert.Equal(["weight", "origin=eu", "origin=jp", "origin=us"], problem.InputNames);
        Assert.Equal(["mpg"], problem.OutputNames);
        DataSet train = problem.Terms[0].Data;
        Assert.Equal((9, 2), (train.Count, problem.Test!.Count));
        Assert.Equal(0, Column(train.Targets, 0).Average(), 1e-14);
        Assert.Equal(1, Column(train.Targets, 0).Average(y => y * y), 1e-14);
        Assert.Equal(0, Column(train.Inputs, 0).Average(), 1e-14);
        Assert.All(Column(train.Inputs, 1), x => Assert.True(x is 0 or 1));
        Assert.Contains(
            "column 'name', with 11 different texts", Assert.Single(problem.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_is_in_one_part_and_can_be_scaled_back()
    {
        Problem problem = Tables.Load(_folder.Text("cars.csv", Cars), new TableOptions { Seed = 3 });
        problem.TargetScaling!.UndoInPlace(problem.Terms[0].Data.Targets);
        problem.TargetScaling.UndoInPlace(problem.Test!.Targets);
        double[] all = [.. Column(problem.Terms[0].Data.Targets, 0), .. Column(problem.Test.Targets, 0)];
        double[] expected = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144];
        Assert.Equal(expected, all.Order().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void The_seed_chooses_the_test_rows()
    {
        string path = _folder.Text("cars.csv", Cars);
        double[] Test(ulong seed) => Column(Tables.Load(path, new TableOptions { Seed = seed }).Test!.Inputs, 0);
        Assert.Equal(Test(1), Test(1));
        Assert.Contains(Enumerable.Range(2, 8), seed => !Test((ulong)seed).SequenceEqual(Test(1)));
    }

    [Fact]
    public void A_text_target_is_classification()
    {
        Problem problem = Tables.Load(
            _folder.Text("cars.csv", Cars), new TableOptions { Target = "origin", Ignored = ["name"] });
        Assert.Equal(["eu", "jp", "us"], problem.OutputNames);
        Assert.Equal(ErrorMetric.Misclassification, problem.Metric);
        Assert.Equal(LossKind.CrossEntropy, problem.Terms[0].Loss);
        Assert.Null(problem.TargetScaling);
        Assert.Equal(["weight", "mpg"], problem.InputNames);
        Assert.Equal("No row of the training part is of class 'jp'.", Assert.Single(problem.Notes));
        for (int i = 0; i < problem.Terms[0].Data.Count; i++)
        {
            double[] row = problem.Terms[0].Data.Targets.Row(i).ToArray();
            Assert.Equal(1, row.Sum());
            Assert.Contains(1.0, row);
        }
    }

    [Fact]
    public void Numbers_are_classes_when_asked_for()
    {
        string path = _folder.Text("a.csv", "x,y\n1,10\n2,9\n3,10\n4,9\n5,-1\n6,-1\n");
        Problem problem = Tables.Load(path, new TableOptions { Classification = true, TestFraction = 0 });
        Assert.Equal(["-1", "9", "10"], problem.OutputNames);
        Assert.Equal([0, 0, 1], problem.Terms[0].Data.Targets.Row(0).ToArray());
        Assert.Null(problem.Test);
    }

    [Theory]
    [InlineData("0", "x")]
    [InlineData("-1", "z")]
    [InlineData("y", "y")]
    public void The_target_is_a_name_or_an_index(string target, string name)
    {
        string path = _folder.Text("a.csv", "x,y,z\n1,10,3\n2,9,5\n3,10,7\n4,19,2\n5,20,2\n6,21,1\n");
        Assert.Equal([name], Tables.Load(path, new TableOptions { Target = target }).OutputNames);
    }

    [Fact]
    public void Constant_inputs_stay_at_zero_with_a_note()
    {
        string path = _folder.Text("a.csv", "x,k,y\n1,7,3\n2,7,5\n3,7,7\n4,7,2\n5,7,9\n");
        Problem problem = Tables.Load(path, new TableOptions { Target = "y" });
        Assert.All(Column(problem.TrainingInputs, 1), x => Assert.Equal(0, x));
        Assert.Equal("Constant in the training part and left at zero: 'k'.", Assert.Single(problem.Notes));
    }

    [Theory]
    [InlineData("x,y\n1,2\n", "y", "found a single row of data; expected at least 2 rows")]
    [InlineData(
        "x,y\n1,5\n2,5\n3,5\n", "y", "found a target 'y' that is 5 in every row; expected at least two different")]
    [InlineData(
        "x,y\n1,a\n2,a\n3,a\n", "y", "found the target's class 'a' in every row; expected at least two different")]
    [InlineData("x,y\n1,2\n2,3\n", "z", "found no column 'z'; expected one of: x, y.")]
    [InlineData("x,mpg\n1,2\n2,3\n", "mgp", "found no column 'mgp' (did you mean 'mpg'?); expected one of: x, mpg.")]
    [InlineData("x,y\n1,2\n2,3\n", "77", "found no column '77'; expected one of: x, y.")]
    [InlineData("x,y\n1,2\nnan,3\n4,5\n", "y", "line 3, column 'x': found 'nan'; expected a finite number.")]
    [InlineData("x,y\n1,2\n2,inf\n4,5\n", "y", "line 3, column 'y': found 'inf'; expected a finite number.")]
    [InlineData("x,y\n1,2\n2,3\n,5\n", "y", "line 4, column 'x': found no value; expected a number.")]
    [InlineData("x,y\n1,2\n2,3\nabc,5\n", "y", "line 4, column 'x': found 'abc'; expected a number.")]
    [InlineData("x;y\n0,5;2\n1;3\n1,5;5\n", "y", "line 2, column 'x': found '0,5'; expected a number without commas")]
    [InlineData("x;y\n1;2,5\n2;3,5\n3;5,5\n", "y", "line 2, column 'y': found '2,5'; expected a number without commas")]
    [InlineData("x,y\na,2\nb,3\n,5\n", "y", "line 4, column 'x': found no value; expected a category.")]
    [InlineData(
        "x,y\n1,2\n1,3\n1,5\n", "y", "found inputs that are all constant; expected at least one input that varies.")]
    [InlineData(
        "y\n1\n2\n", "y", "found a single column, 'y'; expected at least one input and a target, separated by commas,")]
    [InlineData(Prices, "y", "found only texts that hardly repeat, such as '$1' in column 'x', beside 'y'; expected")]
    [InlineData(
        "x,y\n1,1.7e308\n2,-1.7e308\n3,1.7e308\n4,1.7e308\n5,1.7e308\n",
        "y",
        "found numbers in 'y' that are too large to standardize")]
    [InlineData("", "y", "found an empty file")]
    public void Bad_tables_are_refused_in_one_line(string text, string target, string message)
    {
        string path = _folder.Text("bad.csv", text);
        var error = Assert.Throws<FileFormatException>(() => Tables.Load(path, new TableOptions { Target = target }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_file_is_refused()
    {
        var error = Assert.Throws<FileFormatException>(() => Tables.Load(_folder["none.csv"]));
        Assert.Contains("found no such file; expected a table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_are_mostly_numbers_may_have_texts_among_them()
    {
        string path = _folder.Text("a.csv", "x,y\n1,2\n2,10\n3,2\n4,10\n5,other\n6,other\n");
        Problem problem = Tables.Load(path, new TableOptions { Classification = true, TestFraction = 0 });
        Assert.Equal(["10", "2", "other"], problem.OutputNames);
    }

    [Fact]
    public void A_class_of_test_rows_alone_is_noted()
    {
        string path = _folder.Text("a.csv", "x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,c\n");
        IReadOnlyList<string> Notes(int seed) => Tables.Load(
            path, new TableOptions { Target = "y", Seed = (ulong)seed, TestFraction = 0.1 }).Notes;
        string[] notes = [.. Enumerable.Range(0, 20).Select(seed => Notes(seed).Skip(1).SingleOrDefault(""))];
        Assert.Equal("Class 'c' has 1 row, fewer than the 2 parts: it is missing from training or test.", Notes(0)[0]);
        Assert.Contains("No row of the training part is of class 'c'.", notes);
        Assert.Contains("", notes);
    }

    [Fact]
    public void Other_targets_in_a_file_of_their_own_make_another_study()
    {
        string inputs = _folder["x.npy"], targets = _folder["y.npy"];
        Npy.Write(inputs, new Matrix<double>(4, 2));
        Npy.Write(targets, Matrix<double>.FromRows([0.0], [1], [0], [1]));
        string before = ProblemChoice.HashOf(inputs, targets);
        Assert.Equal(before, ProblemChoice.HashOf(inputs, targets));
        Npy.Write(targets, Matrix<double>.FromRows([0.0], [1], [0], [2]));
        Assert.NotEqual(before, ProblemChoice.HashOf(inputs, targets));
    }

    [Fact]
    public void A_class_for_each_row_is_refused()
    {
        string path = _folder.Text("cars.csv", Cars);
        var error = Assert.Throws<FileFormatException>(() => Tables.Load(path, new TableOptions { Target = "name" }));
        Assert.Contains("11 different classes in 11 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_ignored_is_refused_and_the_usual_one_is_the_last_that_is_used()
    {
        string path = _folder.Text("cars.csv", Cars);
        var error = Assert.Throws<FileFormatException>(
            () => Tables.Load(path, new TableOptions { Target = "mpg", Ignored = ["mpg"] }));
        Assert.Contains("the target 'mpg' among the ignored columns", error.Message, StringComparison.Ordinal);
        Assert.Equal(["eu", "jp", "us"], Tables.Load(path, new TableOptions { Ignored = ["mpg"] }).OutputNames);
    }

    [Fact]
    public void Columns_can_be_ignored_in_CSV_tables_only()
    {
        string path = _folder["x.npy"];
        Npy.Write(path, new Matrix<double>(4, 2));
        var error = Assert.Throws<ArgumentException>(() => Tables.Load(path, new TableOptions { Ignored = ["x0"] }));
        Assert.Contains("x.npy is no CSV table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_separator_is_found_below_empty_lines()
    {
        Assert.Equal(["x", "y"], Tables.Load(_folder.Text("a.csv", "\n\nx;y;z\n1;2;3\n4;6;8\n7;9;1\n")).InputNames);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void The_test_fraction_is_at_least_0_and_below_1(double fraction) =>
        Assert.Throws<ArgumentException>(() => Tables.Load("a.csv", new TableOptions { TestFraction = fraction }));

    [Fact]
    public void Npy_inputs_and_targets_come_from_two_files()
    {
        Npy.Write(_folder["x.npy"], Matrix<double>.FromRows([1, 2], [3, 5], [4, 4], [7, 1], [9, 9]));
        Npy.Write<double>(_folder["y.npy"], new double[] { 1, 0, 1, 0, 1 });
        Problem problem = Tables.Load(_folder["x.npy"], new TableOptions { Target = _folder["y.npy"] });
        Assert.Equal((2, 1), (problem.Inputs, problem.Outputs));
        Problem classes = Tables.Load(
            _folder["x.npy"], new TableOptions { Target = _folder["y.npy"], Classification = true });
        Assert.Equal(["0", "1"], classes.OutputNames);
    }

    [Fact]
    public void Each_npy_file_answers_for_its_own_columns()
    {
        string inputs = _folder["x.npy"], targets = _folder["y.npy"];
        Npy.Write(inputs, Matrix<double>.FromRows([1], [1], [1], [1], [1]));
        Npy.Write<double>(targets, new double[] { 1, 0, 1, 0, 1 });
        var options = new TableOptions { Target = targets };
        Assert.StartsWith($"{inputs}: found inputs that are all constant", Refused(), StringComparison.Ordinal);
        Npy.Write(inputs, Matrix<double>.FromRows([1], [2], [3], [4], [5]));
        Assert.Equal("x.npy", Tables.Load(inputs, options).Name);
        Npy.Write<double>(targets, new double[] { 7, 7, 7, 7, 7 });
        Assert.StartsWith($"{targets}: found a target 'y0' that is 7", Refused(), StringComparison.Ordinal);

        string Refused() => Assert.Throws<FileFormatException>(() => Tables.Load(inputs, options)).Message;
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData("0", 1)]
    [InlineData("-2", 2)]
    public void One_npy_file_has_its_target_in_a_column(string? target, double first)
    {
        Npy.Write(_folder["t.npy"], Matrix<double>.FromRows([1, 2, 3], [3, 5, 4], [4, 4, 8]));
        Problem problem = Tables.Load(_folder["t.npy"], new TableOptions { Target = target, TestFraction = 0 });
        problem.TargetScaling!.UndoInPlace(problem.Terms[0].Data.Targets);
        Assert.Equal(2, problem.Inputs);
        Assert.Equal(first, problem.Terms[0].Data.Targets[0, 0], 1e-15);
    }

    [Fact]
    public void Bad_npy_data_are_refused_in_one_line()
    {
        Npy.Write(_folder["x.npy"], Matrix<double>.FromRows([1, 2], [3, double.NaN]));
        Npy.Write(_folder["good.npy"], Matrix<double>.FromRows([1, 2], [3, 5]));
        Npy.Write<double>(_folder["y.npy"], new double[] { 1, 2, 3 });
        AssertRefused(_folder["x.npy"], null, "found NaN in row 1, column 1 (counted from 0); expected finite numbers");
        AssertRefused(_folder["good.npy"], _folder["y.npy"], "found 3 rows; expected 2 rows, as in");
        AssertRefused(_folder["good.npy"], "2", "found no column 2; expected 0 to 1, or -2 to -1");
        AssertRefused(_folder["y.npy"], "0", "found a single column");
    }

    [Fact]
    public void Idx_images_have_their_labels_beside_them()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 10, 20, 30, 40, 50, 60, 70];
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 4, 7, 3, 3, 7];
        string path = _folder.Bytes("train-images-idx3-ubyte", images);
        AssertRefused(path, null, "found images and no target; expected the IDX file of their labels");
        _folder.Bytes("train-labels-idx1-ubyte", labels);
        Problem problem = Tables.Load(path, new TableOptions { TestFraction = 0 });
        Assert.Equal(["3", "7"], problem.OutputNames);
        Assert.Equal(LossKind.CrossEntropy, problem.Terms[0].Loss);
        Assert.Equal([35, 35], problem.InputScaling!.Center); // all pixels together
        AssertRefused(
            path, _folder.Bytes("short", [0, 0, 8, 1, 0, 0, 0, 2, 7, 3]), "found 2 labels; expected 4, as in");
        AssertRefused(path, path, "2 numbers an item; expected one label");
    }

    static void AssertRefused(string path, string? target, string message)
    {
        var error = Assert.Throws<FileFormatException>(() => Tables.Load(path, new TableOptions { Target = target }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    static double[] Column(Matrix<double> matrix, int column) =>
        [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix[i, column])];
}
