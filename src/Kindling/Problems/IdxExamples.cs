using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>Takes images and labels from IDX files, as the MNIST digits come.</summary>
internal static class IdxExamples
{
    /// <summary>Reads images and labels; without a target, the labels beside MNIST's file of images.</summary>
    public static Examples Read(string path, TableOptions options)
    {
        IdxArray images = Idx.Read(path);
        string labelPath = TargetFile(path, options.Target);
        IdxArray labels = Idx.Read(labelPath);
        if (labels.Shape[0] != images.Shape[0])
            throw new FileFormatException(labelPath, $"{labels.Shape[0]} labels", $"{images.Shape[0]}, as in {path}");
        if (labels.Values.Columns != 1)
            throw new FileFormatException(labelPath, $"{labels.Values.Columns} numbers an item", "one label an item");
        RequireFinite(path, images);
        RequireFinite(labelPath, labels);
        string[] inputNames = [.. Enumerable.Range(0, images.Values.Columns).Select(j => $"x{j}")];
        bool areClasses = options.Classification != false;
        (Matrix<double> targets, string[] names) = areClasses
            ? ClassLabels.FromNumbers(labelPath, labels.Values.Column(0))
            : (labels.Values, ["label"]);
        return new Examples(path, images.Values, inputNames, targets, names, areClasses)
        {
            TargetPath = labelPath,
            ScaleTogether = true,
        };
    }

    /// <summary>The file of the labels: the target, or MNIST's beside its file of images.</summary>
    public static string TargetFile(string path, string? target)
    {
        if (target is not null)
            return target;
        string name = Path.GetFileName(path).Replace("images", "labels", StringComparison.Ordinal)
            .Replace("idx3", "idx1", StringComparison.Ordinal);
        string beside = Path.Combine(Path.GetDirectoryName(path) ?? "", name);
        if (name != Path.GetFileName(path) && File.Exists(beside))
            return beside;
        throw new FileFormatException(path, "images and no target", "the IDX file of their labels as the target");
    }

    static void RequireFinite(string path, IdxArray array)
    {
        if (array.Values.FirstNotFinite() is (int i, int j))
            throw new FileFormatException(path, $"{array.Values[i, j]} in item {i} (counted from 0)", "finite numbers");
    }
}
