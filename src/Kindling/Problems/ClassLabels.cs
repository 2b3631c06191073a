using System.Globalization;
using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>The classes of a target in ascending order, and labels as one-hot rows.</summary>
internal sealed class ClassLabels
{
    const int Most = 1000;
    const int MostNamed = 10;

    readonly double[]? _numbers;
    readonly string[] _names;

    ClassLabels(string[] names, double[]? numbers) => (_names, _numbers) = (names, numbers);

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether the labels are numbers.</summary>
    public bool AreNumbers => _numbers is not null;

    /// <summary>The known classes, for messages: the first ones by name.</summary>
    public string Known => Shortened(_names);

    /// <summary>The classes of labels that are numbers, in numeric order.</summary>
    /// <exception cref="FileFormatException">There are too many classes to be any.</exception>
    public static ClassLabels Of(string path, ReadOnlySpan<double> labels)
    {
        double[] numbers = [.. new SortedSet<double>(labels.ToArray())];
        string[] names = [.. numbers.Select(c => c.ToString("R", CultureInfo.InvariantCulture))];
        RequireRepeats(path, names.Length, labels.Length);
        return new(names, numbers);
    }

    /// <summary>The classes of labels that are texts, in ordinal order.</summary>
    /// <inheritdoc cref="Of(string, ReadOnlySpan{double})"/>
    public static ClassLabels Of(string path, IReadOnlyList<string> labels)
    {
        string[] names = [.. new SortedSet<string>(labels, StringComparer.Ordinal)];
        RequireRepeats(path, names.Length, labels.Count);
        return new(names, null);
    }

    /// <summary>The place of a class among the names; below 0 if it is unknown.</summary>
    public int IndexOf(double label) => Array.BinarySearch(_numbers!, label);

    /// <inheritdoc cref="IndexOf(double)"/>
    public int IndexOf(string label) => Array.BinarySearch(_names, label, StringComparer.Ordinal);

    /// <summary>One row for each label, with a 1 at its class.</summary>
    /// <param name="indices">The places of the labels' classes.</param>
    public Matrix<double> OneHot(int[] indices)
    {
        var targets = new Matrix<double>(indices.Length, _names.Length);
        for (int i = 0; i < indices.Length; i++)
            targets[i, indices[i]] = 1;
        return targets;
    }

    /// <summary>One-hot rows of the numbers of a binary file.</summary>
    /// <param name="path">The file of the labels.</param>
    /// <param name="labels">One number a row.</param>
    /// <param name="main">The file the classes are from.</param>
    /// <exception cref="FileFormatException">A label is none of the classes.</exception>
    public Matrix<double> OneHot(string path, ReadOnlySpan<double> labels, string main)
    {
        int[] indices = new int[labels.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = IndexOf(labels[i]);
            if (indices[i] < 0)
            {
                string label = labels[i].ToString("R", CultureInfo.InvariantCulture);
                throw new FileFormatException(
                    path, $"label {label} in item {i} (counted from 0), a class that {main} does not have", Known);
            }
        }

        return OneHot(indices);
    }

    /// <summary>Some names in one line.</summary>
    public static string Shortened(IReadOnlyList<string> names) =>
        $"one of: {string.Join(", ", names.Take(MostNamed))}"
        + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");

    static void RequireRepeats(string path, int classes, int rows)
    {
        if (classes > Most || (classes == rows && classes >= 10))
        {
            throw new FileFormatException(
                path, $"{classes} different classes in {rows} rows", $"classes that repeat, at most {Most} of them");
        }
    }
}
