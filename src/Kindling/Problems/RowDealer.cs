using Kindling.Files;
using Kindling.Sampling;

namespace Kindling.Problems;

/// <summary>Deals the rows of a table into parts, by the seed alone.</summary>
/// <param name="path">The table, for messages.</param>
/// <param name="classes">The class of each row; 0 everywhere in regression.</param>
/// <param name="testFraction">The share of the rows that a fixed split tests; 0 for none.</param>
/// <param name="validationFraction">The share of the rows that are not tested; 0 for none.</param>
/// <param name="seed">Chooses the rows.</param>
internal sealed class RowDealer(
    string path, int[] classes, double testFraction, double validationFraction, ulong seed)
{
    const int LeastTraining = 2;

    /// <summary>One test part, not stratified, and a validation part of the other rows.</summary>
    public RowParts Fixed()
    {
        int test = TestCount;
        int[] order = RandomStream.Create(seed, "test rows").NextPermutation(classes.Length);
        return Parts(order[test..], order[..test], RandomStream.Create(seed, "validation rows"));
    }

    /// <summary>The parts of one seed: fold <c>index % folds</c> of partition <c>index / folds</c> is tested.</summary>
    /// <remarks>
    /// The rows of a class follow each other in a random order, and are dealt to the folds in turn. So the sizes of
    /// two folds differ by at most one, over all and in each class.
    /// </remarks>
    public RowParts Fold(int index, int folds)
    {
        (int repeat, int fold) = Math.DivRem(index, folds);
        int[] rows = [.. Enumerable.Range(0, classes.Length)];
        int[] order = ClassByClass(rows, RandomStream.Create(seed, "folds").Split(repeat));
        int[] test = [.. order.Where((_, place) => place % folds == fold)];
        int[] rest = [.. order.Where((_, place) => place % folds != fold)];
        return Parts(rest, test, RandomStream.Create(seed, "validation rows").Split(repeat).Split(fold));
    }

    /// <summary>Refuses fractions that leave fewer than two rows for training, and more folds than rows.</summary>
    /// <param name="folds">The number of folds; null for a fixed split.</param>
    /// <exception cref="FileFormatException">The message has the number of rows of each part.</exception>
    public void Require(int? folds)
    {
        int rows = classes.Length;
        if (folds > rows)
            throw new FileFormatException(path, $"{rows} rows for {folds} folds", $"2 to {rows} folds");
        int test = folds is int f ? (rows + f - 1) / f : TestCount;
        int validation = ValidationCount(rows - test);
        if (rows - test - validation >= LeastTraining)
            return;
        string[] taken =
        [
            .. test == 0 ? [] : new[] { $"{test} for the test ({Share(folds, testFraction)})" },
            .. validation == 0 ? [] : new[] { $"{validation} for validation (fraction {validationFraction})" },
        ];
        throw new FileFormatException(
            path,
            $"{rows} rows, of which {string.Join(" and ", taken)}",
            $"at least {LeastTraining} more for training: take a smaller part, or a file with more rows");
    }

    static string Share(int? folds, double fraction) => folds is int f ? $"1 of {f} folds" : $"fraction {fraction}";

    int TestCount => PartCount(classes.Length, testFraction);

    int ValidationCount(int rest) => PartCount(rest, validationFraction);

    static int PartCount(int rows, double fraction) =>
        fraction == 0 ? 0 : Math.Max(1, (int)Math.Round(rows * fraction));

    /// <summary>Takes the validation part from the rest, evenly over the classes.</summary>
    /// <remarks>
    /// Of rows in a random order, class by class, those are taken at which the multiples of the share pass a whole
    /// number: in each class its share of them, rounded up or down at random.
    /// </remarks>
    RowParts Parts(int[] rest, int[] test, RandomStream stream)
    {
        long rows = rest.Length, count = ValidationCount(rest.Length);
        Array.Sort(rest);
        int[] order = ClassByClass(rest, stream.Split("order"));
        long start = stream.Split("start").NextInt(rest.Length);
        int[] training = [.. order.Where((_, place) => !IsTaken(place))];
        int[] validation = [.. order.Where((_, place) => IsTaken(place))];
        Array.Sort(training);
        Array.Sort(validation);
        Array.Sort(test);
        return new RowParts(training, validation, test);

        bool IsTaken(int place) => (((place + 1) * count) + start) / rows > ((place * count) + start) / rows;
    }

    /// <summary>The rows of each class in a random order, one class after the other.</summary>
    int[] ClassByClass(int[] rows, RandomStream stream)
    {
        stream.Shuffle(rows);
        int[] next = new int[classes.Max() + 2];
        foreach (int row in rows)
            next[classes[row] + 1]++;
        for (int c = 1; c < next.Length; c++)
            next[c] += next[c - 1];
        int[] ordered = new int[rows.Length];
        foreach (int row in rows)
            ordered[next[classes[row]]++] = row;
        return ordered;
    }
}
