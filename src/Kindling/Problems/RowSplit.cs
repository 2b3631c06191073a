namespace Kindling.Problems;

/// <summary>How the test rows of a table are chosen.</summary>
public enum RowSplit
{
    /// <summary>The rows are dealt into folds; seed i is tested on fold i, so that each row is tested once.</summary>
    Folds,

    /// <summary>All seeds share one test part.</summary>
    Fixed,
}
