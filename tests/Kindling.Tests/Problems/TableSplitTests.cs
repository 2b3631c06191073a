using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Problems;

namespace Kindling.Tests.Problems;

public sealed class TableSplitTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0.2, new[] { 1, 6, 8, 23, 27, 28, 37, 38 })]
    [InlineData(7, 0.2, new[] { 0, 2, 4, 6, 8, 29, 35, 37 })]
    [InlineData(7, 0.1, new[] { 2, 6, 35, 37 })]
    public void The_test_rows_of_a_fixed_split_stay_those_of_their_seed(int seed, double fraction, int[] rows)
    {
        var options = new TableOptions { Seed = (ulong)seed, TestFraction = fraction };
        Assert.Equal(rows, Rows(Tables.Load(Numbers(40), options)).Test);
        Table table = Tables.Open(Numbers(40), options with { ValidationFraction = 0.2 });
        Assert.Equal(rows, Rows(table.Problem(0)).Test);
        Assert.Same(table.Problem(0), table.Problem(5));
    }

    [Theory]
    [InlineData(40, 8, 0.2)]
    [InlineData(43, 5, 0.2)]
    [InlineData(11, 11, 0.5)]
    [InlineData(9, 2, 0)]
    public void Folds_test_each_row_once_and_the_parts_cover_the_rows(int rows, int folds, double validation)
    {
        Table table = Tables.Open(Numbers(rows), InFolds(folds) with { ValidationFraction = validation });
        int[] all = [.. Enumerable.Range(0, rows)];
        List<int> tested = [];
        for (int fold = 0; fold < folds; fold++)
        {
            Problem problem = table.Problem(fold);
            (int[] training, int[] validated, int[] test) = Rows(problem);
            Assert.Equal(all, training.Concat(validated).Concat(test).Order());
            Assert.InRange(test.Length, rows / folds, (rows + folds - 1) / folds);
            int expected = validation == 0 ? 0 : Math.Max(1, (int)Math.Round(validation * (rows - test.Length)));
            Assert.Equal(expected, validated.Length);
            tested.AddRange(test);
        }

        Assert.Equal(all, tested.Order());
        Assert.Equal((rows, folds, rows), (table.Rows, table.Folds, table.TestedRows));
    }

    [Fact]
    public void Equal_seeds_give_equal_parts_and_each_repeat_has_its_own_partition()
    {
        Table Open(ulong seed) => Tables.Open(
            Numbers(40), InFolds(4) with { ValidationFraction = 0.2, Seed = seed });
        Table table = Open(1);
        HashSet<string> partitions = [];
        for (int repeat = 0; repeat < 5; repeat++)
        {
            int[][] folds = [.. Enumerable.Range(4 * repeat, 4).Select(index => Rows(table.Problem(index)).Test)];
            Assert.Equal(Enumerable.Range(0, 40), folds.SelectMany(f => f).Order());
            partitions.Add(string.Join(" ", folds.SelectMany(f => f)));
        }

        Assert.Equal(5, partitions.Count);
        Assert.Equal(Rows(table.Problem(6)), Rows(Open(1).Problem(6)), SameParts);
        Assert.NotEqual(Rows(table.Problem(6)).Test, Rows(Open(2).Problem(6)).Test);
        Assert.NotEqual(Rows(table.Problem(0)).Validation, Rows(table.Problem(1)).Validation);
    }

    [Theory]
    [InlineData(RowSplit.Folds)]
    [InlineData(RowSplit.Fixed)]
    public void Folds_and_validation_parts_are_stratified(RowSplit split)
    {
        int[] sizes = [23, 9, 14];
        string rows = string.Concat(sizes.SelectMany((n, c) => Enumerable.Range(0, n).Select(i => $"{i},c{c}\n")));
        Table table = Tables.Open(
            _folder.Text("classes.csv", "x,y\n" + rows),
            InFolds(5) with { Split = split, Target = "y", ValidationFraction = 0.25 });
        for (int index = 0; index < 10; index++)
        {
            Problem problem = table.Problem(index);
            int[] training = Classes(problem.Terms[0].Data), validated = Classes(problem.Validation[0].Data);
            int[] tested = Classes(problem.Test!);
            int others = sizes.Sum() - tested.Sum();
            for (int c = 0; c < 3; c++)
            {
                Assert.Equal(sizes[c], training[c] + validated[c] + tested[c]);
                double share = (double)validated.Sum() / others * (training[c] + validated[c]);
                Assert.InRange(validated[c], Math.Floor(share), Math.Ceiling(share));
                if (split == RowSplit.Folds)
                    Assert.InRange(tested[c], sizes[c] / 5, (sizes[c] / 5) + 1);
            }

            Assert.Equal(Math.Round(0.25 * others), validated.Sum());
        }
    }

    [Fact]
    public void Each_problem_is_standardized_by_its_own_training_part()
    {
        Table table = Tables.Open(Numbers(40), InFolds(4) with { ValidationFraction = 0.2 });
        for (int index = 0; index < 4; index++)
        {
            Problem problem = table.Problem(index);
            foreach (Matrix<double> part in (Matrix<double>[])[problem.TrainingInputs, problem.Terms[0].Data.Targets])
            {
                double[] column = [.. Enumerable.Range(0, part.Rows).Select(i => part[i, 0])];
                Assert.Equal(0, column.Average(), 1e-14); // 24 numbers of order 1
                Assert.Equal(1, column.Average(x => x * x), 1e-14);
            }
        }

        Assert.NotEqual(table.Problem(0).InputScaling!.Center[0], table.Problem(1).InputScaling!.Center[0]);
    }

    [Theory]
    [InlineData(392, 8, 8)]
    [InlineData(392, 100, 39)]
    [InlineData(100, 16, 10)]
    [InlineData(25, 8, 2)]
    [InlineData(5, 8, 2)]
    [InlineData(100, 1, 2)]
    public void A_fold_has_some_ten_rows_at_least(int rows, int seeds, int folds) =>
        Assert.Equal(folds, Table.FoldsFor(rows, seeds));

    [Fact]
    public void Descriptions_give_the_rows_of_each_part()
    {
        var options = new TableOptions { ValidationFraction = 0.2 };
        Assert.Equal(
            "regression of y from 1 input; 26 training rows, 6 validation rows, 8 test rows",
            Tables.Load(Numbers(40), options).Description);
        Assert.Equal(
            "regression of y from 1 input; 32 training rows, 8 test rows", Tables.Load(Numbers(40)).Description);
    }

    [Theory]
    [InlineData(8, "rows like these 40 (each is tested once, in 8 folds)", 1)]
    [InlineData(16, "rows like these 40 (each is tested 2 times, in 2 partitions into 8 folds)", 2)]
    [InlineData(20, "rows like these 40 (each is tested 2 or 3 times, in 3 partitions into 8 folds)", 3)]
    [InlineData(3, "rows like these 40 (3 of 8 folds are tested)", 1)]
    public void Claims_from_folds_are_about_rows_like_these(int seeds, string text, int repeats)
    {
        Table table = Tables.Open(Numbers(40), InFolds(8));
        Assert.Equal((text, repeats), (table.TestedBy(seeds), table.Repeats(seeds)));
    }

    [Theory]
    [InlineData(0.2, "these 8 test rows", 8)]
    [InlineData(0.01, "this 1 test row", 1)]
    [InlineData(0, "these 40 training rows", 40)]
    public void Claims_from_a_fixed_split_are_about_its_rows(double fraction, string text, int rows)
    {
        Table table = Tables.Open(Numbers(40), new TableOptions { TestFraction = fraction });
        Assert.Equal((text, 1, rows), (table.TestedBy(30), table.Repeats(30), table.TestedRows));
    }

    [Theory]
    [InlineData(
        4, 0.75, 0.2, null, "4 rows, of which 3 for the test (fraction 0.75) and 1 for validation (fraction 0.2)")]
    [InlineData(
        4, 0, 0.9, null, "4 rows, of which 4 for validation (fraction 0.9); expected at least 2 more for training")]
    [InlineData(3, 0.2, 0, 2, "3 rows, of which 2 for the test (1 of 2 folds); expected at least 2 more for training")]
    [InlineData(11, 0.2, 0.2, 12, "found 11 rows for 12 folds; expected 2 to 11 folds")]
    public void Parts_that_leave_nothing_to_train_on_are_refused(
        int rows, double test, double validation, int? folds, string message)
    {
        var options = new TableOptions
        {
            Split = folds is null ? RowSplit.Fixed : RowSplit.Folds,
            Folds = folds,
            TestFraction = test,
            ValidationFraction = validation,
        };
        var error = Assert.Throws<FileFormatException>(() => Tables.Open(Numbers(rows), options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        string Refused(TableOptions options) =>
            Assert.Throws<ArgumentException>(() => Tables.Open(Numbers(40), options)).Message;
        Assert.StartsWith(
            "the validation fraction is 1; it must be at least 0 and below 1",
            Refused(new() { ValidationFraction = 1 }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "the number of folds is 1; it must be 2 or more", Refused(InFolds(1)), StringComparison.Ordinal);
        Assert.StartsWith(
            "the number of seeds is 0; it must be 1", Refused(new() { Seeds = 0 }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tables.Open(Numbers(40)).Problem(-1));
    }

    [Fact]
    public void A_class_with_fewer_rows_than_parts_is_noted()
    {
        string rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{(i < 2 ? "x" : i < 11 ? "a" : "b")}\n"));
        string path = _folder.Text("small.csv", "v,y\n" + rows);
        TableOptions options = InFolds(2) with { Target = "y", ValidationFraction = 0.2 };
        Assert.Equal(
            "Class 'x' has 2 rows, fewer than the 3 parts: "
            + "it is missing from training, validation or test in some seeds.",
            Assert.Single(Tables.Open(path, options).Notes));
        Assert.Empty(Tables.Open(path, options with { ValidationFraction = 0 }).Notes);
    }

    [Fact]
    public void Folds_that_leave_a_single_class_for_training_are_refused_when_the_table_is_read()
    {
        string path = _folder.Text("one.csv", "v,y\n1,a\n2,b\n3,b\n4,b\n5,b\n6,b\n7,b\n");
        var error = Assert.Throws<FileFormatException>(() => Tables.Open(path, InFolds(3)));
        Assert.Contains(
            "found the target's class 'b' in every row that trains where fold 1 of 3 is tested; expected at least two",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_do_not_look_at_the_test_fraction() => Assert.Equal(
        2, Rows(Tables.Open(Numbers(4), InFolds(2) with { TestFraction = 0.99 }).Problem(0)).Test.Length);

    static TableOptions InFolds(int folds) => new() { Target = "y", Split = RowSplit.Folds, Folds = folds };

    /// <summary>Row i has the input i and the target i.</summary>
    string Numbers(int rows) => _folder.Text(
        $"numbers{rows}.csv", "x,y\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{i}\n")));

    /// <summary>The rows of each part, which are their inputs before scaling.</summary>
    static (int[] Training, int[] Validation, int[] Test) Rows(Problem problem)
    {
        return (Of(problem.Terms[0].Data), Of(problem.Validation.SingleOrDefault()?.Data), Of(problem.Test));

        int[] Of(DataSet? data)
        {
            if (data is null)
                return [];
            Matrix<double> inputs = data.Inputs.To<double>();
            problem.InputScaling!.UndoInPlace(inputs);
            int[] rows = [.. Enumerable.Range(0, inputs.Rows).Select(i => (int)Math.Round(inputs[i, 0]))];
            Assert.Equal(rows.Order(), rows);
            return rows;
        }
    }

    static bool SameParts((int[] A, int[] B, int[] C) x, (int[] A, int[] B, int[] C) y) =>
        x.A.SequenceEqual(y.A) && x.B.SequenceEqual(y.B) && x.C.SequenceEqual(y.C);

    /// <summary>The number of rows of each class.</summary>
    static int[] Classes(DataSet data) =>
        [.. Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, data.Count).Count(i => data.Targets[i, c] == 1))];
}
