using Kindling.Files;

namespace Kindling.Problems;

/// <summary>Takes images and labels from IDX files, as the MNIST digits come.</summary>
internal static class IdxExamples
{
    /// <summary>Reads images and labels; without a target, the labels beside MNIST's file of images.</summary>
    public static Examples Read(string path, TableOptions options)
    {
        Examples main = ReadImages(path, TargetFile(path, options.Target));
        if (options.Classification != false)
            main = main.AsClasses(ClassLabels.Of(main.TargetPath, main.Targets.Column(0)), path);
        return main with { ReadOther = Other(path, main.Inputs.Columns, main.Labels) };
    }

    /// <summary>The file of the labels: the target, or MNIST's beside its file of images.</summary>
    public static string TargetFile(string path, string? target) => target ?? LabelsBeside(path)
        ?? throw new FileFormatException(path, "images and no target", "the IDX file of their labels as the target");

    static string? LabelsBeside(string path)
    {
        string name = Path.GetFileName(path).Replace("images", "labels", StringComparison.Ordinal)
            .Replace("idx3", "idx1", StringComparison.Ordinal);
        string beside = Path.Combine(Path.GetDirectoryName(path) ?? "", name);
        return name != Path.GetFileName(path) && File.Exists(beside) ? beside : null;
    }

    static Examples ReadImages(string path, string labelPath)
    {
        IdxArray images = Idx.Read(path);
        IdxArray labels = Idx.Read(labelPath);
        if (labels.Shape[0] != images.Shape[0])
            throw new FileFormatException(labelPath, $"{labels.Shape[0]} labels", $"{images.Shape[0]}, as in {path}");
        if (labels.Values.Columns != 1)
            throw new FileFormatException(labelPath, $"{labels.Values.Columns} numbers an item", "one label an item");
        RequireFinite(path, images);
        RequireFinite(labelPath, labels);
        string[] names = [.. Enumerable.Range(0, images.Values.Columns).Select(j => $"x{j}")];
        return new Examples(path, images.Values, names, labels.Values, ["label"], AreClasses: false)
        {
            TargetPath = labelPath,
            ScaleTogether = true,
        };
    }

    /// <summary>Reads further images of the same size, with their labels beside them.</summary>
    static Func<string, Examples> Other(string main, int pixels, ClassLabels? classes) => path =>
    {
        string labels = LabelsBeside(path) ?? throw new FileFormatException(
            path,
            "images and no labels beside them",
            "the IDX file of their labels in the same folder, named as the images but for 'labels' and 'idx1'");
        Examples other = ReadImages(path, labels);
        if (other.Inputs.Columns != pixels)
            throw new FileFormatException(
                path, $"{other.Inputs.Columns} numbers an item", $"{pixels}, as in {main}");
        if (other.Count == 0)
            throw new FileFormatException(path, "no items", "at least 1 item");
        return classes is null ? other : other.AsClasses(classes, main);
    };

    static void RequireFinite(string path, IdxArray array)
    {
        if (array.Values.FirstNotFinite() is (int i, int j))
            throw new FileFormatException(path, $"{array.Values[i, j]} in item {i} (counted from 0)", "finite numbers");
    }
}
