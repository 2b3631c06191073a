namespace Kindling.Problems;

/// <summary>The rows of a table that are for training, validation and test, ascending in each part.</summary>
internal sealed record RowParts(int[] Training, int[] Validation, int[] Test);
