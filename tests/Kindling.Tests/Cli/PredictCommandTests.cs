using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Cli;

public class PredictCommandTests
{
    // Central differences at 1e-4: their error is of order 1e-8, and rounding's below that.
    const double Step = 1e-4;
    const double Tolerance = 1e-5;

    [Fact]
    public void Outputs_are_those_of_the_network()
    {
        using var folder = new TemporaryFolder();
        Parameters<double> parameters = Draw(Network.Residual(3, [8, 8], 2, Activations.Tanh));
        Matrix<double> x = Points(40, 3);
        WeightFile.Write(folder["w.safetensors"], parameters);
        Npy.Write(folder["x.npy"], x);
        (int code, string output, _) = Predict(folder, "x.npy", "y.npy", "--json");
        Assert.Equal(0, code);
        JsonNode json = JsonNode.Parse(output)!;
        Assert.Equal((folder["y.npy"], 40, 2), ((string)json["file"]!, (int)json["rows"]!, (int)json["outputs"]!));
        Assert.Equal("double", (string)json["precision"]!);
        Matrix<double> y = Npy.ReadMatrix(folder["y.npy"]);
        Matrix<double> expected = new Evaluator<double>(parameters.Network).Predict(parameters, x);
        for (int i = 0; i < 40; i++)
            Assert.Equal(expected.Row(i).ToArray(), y.Row(i).ToArray());
    }

    [Fact]
    public void Derivatives_are_those_of_finite_differences_in_the_raw_inputs()
    {
        using var folder = new TemporaryFolder();
        TrainOnTable(folder, "tanh");
        double[] at = [3.0, 40.0];
        double[][] around =
        [
            [at[0] + Step, at[1]], [at[0] - Step, at[1]],
            [at[0], at[1] + Step], [at[0], at[1] - Step],
        ];
        File.WriteAllText(folder["p.csv"], Rows("a,b", [at, .. around]));
        Assert.Equal(0, Predict(folder, "p.csv", "y.csv", "--derivatives").Code);
        CsvTable table = CsvTable.Read(folder["y.csv"]);
        Assert.Equal(["y", "y_a", "y_b", "y_aa", "y_ab", "y_bb"], table.Columns);
        double Y(int row) => table.Number(row, 0);
        Assert.Equal((Y(1) - Y(2)) / (2 * Step), table.Number(0, 1), Tolerance);
        Assert.Equal((Y(3) - Y(4)) / (2 * Step), table.Number(0, 2), Tolerance);
        Assert.Equal((table.Number(1, 1) - table.Number(2, 1)) / (2 * Step), table.Number(0, 3), Tolerance);
        Assert.Equal((table.Number(3, 1) - table.Number(4, 1)) / (2 * Step), table.Number(0, 4), Tolerance);
        Assert.Equal((table.Number(3, 2) - table.Number(4, 2)) / (2 * Step), table.Number(0, 5), Tolerance);
    }

    [Fact]
    public void Predictions_are_in_the_units_of_the_table()
    {
        using var folder = new TemporaryFolder();
        TrainOnTable(folder, "tanh");
        Assert.Equal(0, Predict(folder, "t.csv", "y.csv").Code);
        CsvTable predicted = CsvTable.Read(folder["y.csv"]), truth = CsvTable.Read(folder["t.csv"]);
        for (int i = 0; i < truth.Rows; i++)
            Assert.Equal(truth.Number(i, 2), predicted.Number(i, 0), 5.0); // Targets reach from 1000 to 1300.
    }

    [Fact]
    public void Arrays_of_derivatives_stand_beside_the_outputs_and_agree_with_the_table()
    {
        using var folder = new TemporaryFolder();
        TrainOnTable(folder, "tanh");
        var x = new Matrix<double>(2, 2);
        (x[0, 0], x[0, 1], x[1, 0], x[1, 1]) = (1, 20, 5, 60);
        Npy.Write(folder["x.npy"], x);
        File.WriteAllText(folder["x.csv"], Rows("b,a,other", [20, 1, 0], [60, 5, 0]));
        Assert.Equal(0, Predict(folder, "x.npy", "y.npy", "--derivatives").Code);
        Assert.Equal(0, Predict(folder, "x.csv", "y.csv", "--derivatives").Code);
        CsvTable table = CsvTable.Read(folder["y.csv"]);
        NpyArray first = Npy.Read(folder["y.first.npy"]), second = Npy.Read(folder["y.second.npy"]);
        Assert.Equal([2, 1, 2], first.Shape);
        Assert.Equal([2, 1, 2, 2], second.Shape);
        for (int r = 0; r < 2; r++)
        {
            Assert.Equal(table.Number(r, 1), first.Values[2 * r]);
            Assert.Equal(table.Number(r, 2), first.Values[(2 * r) + 1]);
            Assert.Equal(
                [table.Number(r, 3), table.Number(r, 4), table.Number(r, 4), table.Number(r, 5)],
                second.Values[(4 * r)..((4 * r) + 4)]);
        }
    }

    [Fact]
    public void Relu_has_first_derivatives_only_and_says_so()
    {
        using var folder = new TemporaryFolder();
        TrainOnTable(folder, "relu");
        (int code, _, string errors) = Predict(folder, "t.csv", "y.csv", "--derivatives");
        Assert.Equal(0, code);
        Assert.Contains("no second derivatives", errors, StringComparison.Ordinal);
        Assert.Equal(["y", "y_a", "y_b"], CsvTable.Read(folder["y.csv"]).Columns);
    }

    [Fact]
    public void A_slope_that_jumps_is_the_reason_where_second_derivatives_are_not_zero()
    {
        using var folder = new TemporaryFolder();
        TrainOnTable(folder, "selu");
        string errors = Predict(folder, "t.csv", "y.csv", "--derivatives").Errors;
        Assert.Contains("the slope of selu jumps at 0", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Idx_images_are_read_as_the_rows_they_are()
    {
        using var folder = new TemporaryFolder();
        Parameters<double> parameters = Draw(Network.Plain(6, [8], 2, Activations.Tanh));
        WeightFile.Write(folder["w.safetensors"], parameters);
        const string Header = "00000803" + "00000002" + "00000002" + "00000003"; // 2 images of 2 x 3 bytes
        folder.Bytes("images", Convert.FromHexString(Header + "000102030405" + "0A0B0C0D0E0F"));
        Assert.Equal(0, Predict(folder, "images", "y.npy").Code);
        var images = Matrix<double>.FromRows([0, 1, 2, 3, 4, 5], [10, 11, 12, 13, 14, 15]);
        Matrix<double> expected = new Evaluator<double>(parameters.Network).Predict(parameters, images);
        Assert.Equal(expected.Row(1).ToArray(), Npy.ReadMatrix(folder["y.npy"]).Row(1).ToArray());
    }

    [Fact]
    public void Classes_and_categories_are_read_and_written_by_name()
    {
        using var folder = new TemporaryFolder();
        IEnumerable<string> rows = Enumerable.Range(0, 60)
            .Select(i => i % 3 == 0 ? $"red,{i % 7},yes" : $"blue,{i % 7},no");
        File.WriteAllText(folder["t.csv"], "color,n,label\n" + string.Join('\n', rows) + "\n");
        string line = $"train --data {folder["t.csv"]} --target label --width 8 --depth 1 --steps 300 --lr 0.02";
        Assert.Equal(0, Run($"{line} --quiet --out {folder["run"]}").Code);
        File.Copy(Path.Combine(folder["run"], "best.safetensors"), folder["w.safetensors"]);
        File.WriteAllText(folder["p.csv"], "n,color\n3,red\n3,blue\n");
        Assert.Equal(0, Predict(folder, "p.csv", "y.csv").Code);
        CsvTable table = CsvTable.Read(folder["y.csv"]);
        Assert.Equal(["no", "yes", "class"], table.Columns);
        Assert.Equal(("yes", "no"), (table[0, 2], table[1, 2]));
        File.WriteAllText(folder["p.csv"], "n,color\n3,green\n");
        (int code, _, string errors) = Predict(folder, "p.csv", "z.csv");
        Assert.Equal(2, code);
        Assert.Contains("'green'", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["z.csv"]));
    }

    [Fact]
    public void Outputs_beyond_the_precision_are_told()
    {
        using var folder = new TemporaryFolder();
        var parameters = new Parameters<float>(Network.Plain(1, [1], 1, Activations.Relu));
        parameters.Flat.Fill(3e30f);
        WeightFile.Write(folder["w.safetensors"], parameters);
        File.WriteAllText(folder["x.csv"], "x\n1\n-2\n");
        (int code, string output, string errors) = Predict(folder, "x.csv", "y.csv", "--json");
        Assert.Equal((0, 1), (code, (int)JsonNode.Parse(output)!["rowsNotFinite"]!));
        Assert.Contains("note: 1 of 2 rows have outputs beyond single precision", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_architecture_than_the_weights_say_is_refused()
    {
        using var folder = new TemporaryFolder();
        WeightFile.Write(folder["w.safetensors"], Draw(Network.Plain(3, [8, 8], 2, Activations.Tanh)));
        Npy.Write(folder["x.npy"], Points(4, 3));
        (int code, _, string errors) = Predict(folder, "x.npy", "y.npy", "--network resnet");
        Assert.Equal(2, code);
        Assert.Contains("--network is resnet, but", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_from_elsewhere_need_their_activation()
    {
        using var folder = new TemporaryFolder();
        Parameters<float> parameters = Draw(Network.Plain(2, [4], 1, Activations.Relu)).To<float>();
        SafetensorsWriter.Write(
            folder["w.safetensors"],
            [
                .. parameters.Layout.Blocks.Select(b => new NamedTensor<float>(
                    b.Name["layers.".Length..], b.Shape, parameters.Memory.Slice(b.Offset, b.Length))),
            ],
            new Dictionary<string, string>());
        Npy.Write(folder["x.npy"], Points(5, 2));
        (int code, _, string errors) = Predict(folder, "x.npy", "y.npy");
        Assert.Equal(2, code);
        Assert.Contains("add --activation", errors, StringComparison.Ordinal);
        Assert.Equal(0, Predict(folder, "x.npy", "y.npy", "--activation relu").Code);
    }

    [Theory]
    [InlineData("x.npy", "y.npy", "3 columns")]
    [InlineData("nan.npy", "y.npy", "row 1, column 0")]
    [InlineData("bad.csv", "y.npy", "no column 'a'")]
    [InlineData("nowhere.npy", "y.npy", "nowhere.npy")]
    [InlineData("x.npy", "y.txt", "must end in .npy or .csv")]
    [InlineData("good.npy", "good.npy", "the file of the inputs")]
    public void Bad_input_gives_one_line_and_code_2(string inputs, string file, string part)
    {
        using var folder = new TemporaryFolder();
        TrainOnTable(folder, "tanh");
        Npy.Write(folder["x.npy"], Points(4, 3));
        Npy.Write(folder["good.npy"], Points(4, 2));
        Matrix<double> broken = Points(4, 2);
        broken[1, 0] = double.NaN;
        Npy.Write(folder["nan.npy"], broken);
        File.WriteAllText(folder["bad.csv"], "aa,b\n1,2\n");
        (int code, string output, string errors) = Predict(folder, inputs, file);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["y.npy"]));
    }

    /// <summary>y = 1000 + 20 a + 0.02 a b over a = 0..9, b = 10..100, learned to a few units.</summary>
    static void TrainOnTable(TemporaryFolder folder, string activation)
    {
        IEnumerable<double[]> rows = from a in Enumerable.Range(0, 10)
                                     from b in Enumerable.Range(1, 10)
                                     select new double[] { a, 10 * b, 1000 + (20 * a) + (0.2 * a * b) };
        File.WriteAllText(folder["t.csv"], Rows("a,b,y", [.. rows]));
        Assert.Equal(0, Run(
            $"train --data {folder["t.csv"]} --width 8 --depth 1 --activation {activation} --lsgd --steps 100 --quiet "
            + $"--out {folder["run"]}").Code);
        File.Copy(Path.Combine(folder["run"], "final.safetensors"), folder["w.safetensors"]);
    }

    static string Rows(string head, params double[][] rows) =>
        head + "\n" + string.Concat(rows.Select(
            r => string.Join(',', r.Select(v => v.ToString("R", CultureInfo.InvariantCulture))) + "\n"));

    static Matrix<double> Points(int rows, int columns)
    {
        var points = new Matrix<double>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                points[i, j] = Math.Sin((7 * i) + (3 * j));
        }

        return points;
    }

    static Parameters<double> Draw(Network network) =>
        Initializers.Parse("glorot").Draw<double>(network, new InitializationContext(Seed: 2));

    static (int Code, string Output, string Errors) Predict(
        TemporaryFolder folder, string inputs, string file, string more = "") =>
        Run($"predict --weights {folder["w.safetensors"]} --inputs {folder[inputs]} --out {folder[file]} {more}");
}
