using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Problems;

namespace Kindling.Tests.Problems;

public sealed class SecondFileTests : IDisposable
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

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Test_rows_of_a_file_are_read_by_the_names_of_its_columns_and_scaled_as_the_training_rows()
    {
        string test = _folder.Text("test.csv", "mpg,year,origin,weight\n4,70,us,15\n6,71,eu,25\n");
        var options = new TableOptions { TestFile = test, Split = RowSplit.Folds };
        Table table = Tables.Open(_folder.Text("cars.csv", Cars), options);
        Problem problem = table.Problem(3);
        Assert.Equal((11, 2), (problem.Terms[0].Data.Count, problem.Test!.Count));
        Assert.Equal(["weight", "origin=eu", "origin=jp", "origin=us"], problem.InputNames);
        problem.InputScaling!.UndoInPlace(problem.Test.Inputs);
        problem.TargetScaling!.UndoInPlace(problem.Test.Targets);
        Assert.Equal([15, 0, 0, 1], problem.Test.Inputs.Row(0).ToArray(), Close);
        Assert.Equal([25, 1, 0, 0], problem.Test.Inputs.Row(1).ToArray(), Close);
        Assert.Equal([4.0, 6], [problem.Test.Targets[0, 0], problem.Test.Targets[1, 0]], Close);
        Assert.Equal((RowSplit.Fixed, 1, 2), (table.Split, table.Folds, table.TestedRows));
        Assert.Equal("the 2 rows of test.csv", table.TestedBy(8));
    }

    [Fact]
    public void All_rows_beside_a_test_file_are_for_training_and_validation()
    {
        var options = new TableOptions { TestFile = _folder.Text("test.csv", Cars), ValidationFraction = 0.2 };
        Problem problem = Tables.Load(_folder.Text("cars.csv", Cars), options);
        Assert.Equal(
            (9, 2, 11), (problem.Terms[0].Data.Count, problem.Validation[0].Data.Count, problem.Test!.Count));
    }

    [Fact]
    public void A_validation_file_validates_every_fold()
    {
        string file = _folder.Text("more.csv", "weight,origin,mpg\n15,us,4\n25,eu,6\n35,jp,7\n");
        var options = new TableOptions
        {
            Split = RowSplit.Folds,
            Folds = 3,
            ValidationFile = file,
            ValidationFraction = 0.5,
        };
        Table table = Tables.Open(_folder.Text("cars.csv", Cars), options);
        for (int fold = 0; fold < 3; fold++)
        {
            Problem problem = table.Problem(fold);
            DataSet validation = Assert.Single(problem.Validation).Data;
            Assert.Equal(11, problem.Terms[0].Data.Count + problem.Test!.Count);
            problem.TargetScaling!.UndoInPlace(validation.Targets);
            Assert.Equal([4.0, 6, 7], Enumerable.Range(0, 3).Select(i => validation.Targets[i, 0]), Close);
        }
    }

    [Theory]
    [InlineData("name,weight,mpg\na,1,2\n", "found no column 'origin'; expected the columns of ")]
    [InlineData(
        "wieght,origin,mpg\n1,eu,2\n", "found no column 'weight' (did you mean 'wieght'?); expected the columns of ")]
    [InlineData("weight,origin\n1,eu\n", "found no column 'mpg'; expected the columns of ")]
    [InlineData(
        "weight,origin,mpg\n1,eu,2\n1,fr,2\n", "line 3, column 'origin': found 'fr', a category that ")]
    [InlineData("weight,origin,mpg\n1,,2\n", "line 2, column 'origin': found no value; expected a category.")]
    [InlineData("weight,origin,mpg\nheavy,eu,2\n", "line 2, column 'weight': found 'heavy'; expected a number.")]
    public void Rows_that_are_not_like_the_first_file_are_refused_in_one_line(string text, string message)
    {
        var options = new TableOptions { TestFile = _folder.Text("test.csv", text) };
        AssertRefused(_folder.Text("cars.csv", Cars), options, message);
    }

    [Fact]
    public void Unknown_categories_and_classes_come_with_the_known_ones()
    {
        string cars = _folder.Text("cars.csv", Cars), test = _folder.Text("t.csv", "weight,origin,mpg\n1,fr,2\n");
        string rule = $"found 'fr', a category that {cars} does not have; expected one of: eu, jp, us.";
        AssertRefused(cars, new TableOptions { TestFile = test }, rule);
        rule = $"line 2, column 'origin': found 'fr', a class that {cars} does not have; expected one of: eu, jp, us.";
        AssertRefused(cars, new TableOptions { ValidationFile = test, Target = "origin" }, rule);
    }

    [Fact]
    public void Numbers_are_the_same_class_however_they_are_written()
    {
        string path = _folder.Text("a.csv", "x,y\n1,10\n2,9\n3,10\n4,9\n");
        string second = _folder.Text("b.csv", "x,y\n1,9.0\n2,1e1\n");
        var options = new TableOptions { Classification = true, TestFile = second };
        DataSet test = Tables.Load(path, options).Test!;
        Assert.Equal([1, 0, 0, 1], [.. test.Targets.Row(0), .. test.Targets.Row(1)]);
        AssertRefused(
            path,
            options with { TestFile = _folder.Text("c.csv", "x,y\n1,9\n2,11\n") },
            "line 3, column 'y': found '11', a class that");
    }

    [Fact]
    public void A_second_file_has_the_format_of_the_first()
    {
        string cars = _folder.Text("cars.csv", Cars), array = _folder["x.npy"];
        Npy.Write(array, Matrix<double>.FromRows([1, 2], [3, 4], [5, 7]));
        string rule = $"found an NPY array; expected a CSV table, as {cars}.";
        AssertRefused(cars, new TableOptions { TestFile = array }, rule);
        AssertRefused(array, new TableOptions { TestFile = cars }, "found a CSV table; expected an NPY array");
        AssertRefused(array, new TableOptions { TestFile = _folder["none.npy"] }, "found no such file");
    }

    [Fact]
    public void Npy_arrays_have_their_target_in_the_same_column()
    {
        string path = _folder["x.npy"], test = _folder["t.npy"], wide = _folder["w.npy"];
        Npy.Write(path, Matrix<double>.FromRows([1, 2], [3, 4], [1, 7]));
        Npy.Write(test, Matrix<double>.FromRows([1, 9]));
        Npy.Write(wide, Matrix<double>.FromRows([1, 9, 2]));
        var options = new TableOptions { Target = "0", TestFile = test };
        Problem problem = Tables.Load(path, options);
        problem.InputScaling!.UndoInPlace(problem.Test!.Inputs);
        Assert.Equal(9, problem.Test.Inputs[0, 0], 1e-14);
        Assert.Equal([1, 0], Tables.Load(path, options with { Classification = true }).Test!.Targets.Row(0).ToArray());
        AssertRefused(path, options with { TestFile = wide }, "found 3 columns; expected 2, as in");
        Npy.Write(test, Matrix<double>.FromRows([5, 9]));
        AssertRefused(
            path, options with { Classification = true }, "found label 5 in item 0 (counted from 0), a class that");
        Npy.Write<double>(wide, new double[] { 1, 2, 3 });
        AssertRefused(path, options with { Target = wide }, "inputs whose targets would be in a file of their own");
    }

    [Fact]
    public void Idx_images_of_a_second_file_have_their_labels_beside_them()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 10, 20, 30, 40, 50, 60, 70];
        string path = _folder.Bytes("train-images-idx3-ubyte", images);
        _folder.Bytes("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 4, 7, 3, 3, 7]);
        string test = _folder.Bytes("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6]);
        var options = new TableOptions { TestFile = test };
        AssertRefused(path, options, "found images and no labels beside them; expected the IDX file of their labels");
        _folder.Bytes("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 7]);
        Problem problem = Tables.Load(path, options);
        Assert.Equal((4, 1), (problem.Terms[0].Data.Count, problem.Test!.Count));
        Assert.Equal([0, 1], problem.Test.Targets.Row(0).ToArray());
        _folder.Bytes("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 8]);
        AssertRefused(path, options, "found label 8 in item 0 (counted from 0), a class that");
        _folder.Bytes("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 5, 6, 7]);
        AssertRefused(path, options, "found 3 numbers an item; expected 2, as in");
    }

    static void AssertRefused(string path, TableOptions options, string message)
    {
        var error = Assert.Throws<FileFormatException>(() => Tables.Open(path, options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>A shift and a scale and back: a few roundings of numbers up to 144.</summary>
    static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;
}
