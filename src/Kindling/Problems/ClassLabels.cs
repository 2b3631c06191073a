using System.Globalization;
using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>Labels as one-hot rows, the classes in ascending order.</summary>
internal static class ClassLabels
{
    const int Most = 1000;

    /// <summary>One-hot targets of labels that are numbers, in numeric order.</summary>
    public static (Matrix<double> Targets, string[] Names) FromNumbers(string path, ReadOnlySpan<double> labels)
    {
        double[] classes = [.. new SortedSet<double>(labels.ToArray())];
        int[] indices = new int[labels.Length];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = Array.BinarySearch(classes, labels[i]);
        string[] names = [.. classes.Select(c => c.ToString("R", CultureInfo.InvariantCulture))];
        return (OneHot(path, indices, names), names);
    }

    /// <summary>One-hot targets of labels that are texts, in ordinal order.</summary>
    public static (Matrix<double> Targets, string[] Names) FromTexts(string path, IReadOnlyList<string> labels)
    {
        string[] names = [.. new SortedSet<string>(labels, StringComparer.Ordinal)];
        int[] indices = [.. labels.Select(label => Array.BinarySearch(names, label, StringComparer.Ordinal))];
        return (OneHot(path, indices, names), names);
    }

    static Matrix<double> OneHot(string path, int[] indices, string[] names)
    {
        if (names.Length > Most || (names.Length == indices.Length && names.Length >= 10))
        {
            throw new FileFormatException(
                path,
                $"{names.Length} different classes in {indices.Length} rows",
                $"classes that repeat, at most {Most} of them");
        }

        var targets = new Matrix<double>(indices.Length, names.Length);
        for (int i = 0; i < indices.Length; i++)
            targets[i, indices[i]] = 1;
        return targets;
    }
}
