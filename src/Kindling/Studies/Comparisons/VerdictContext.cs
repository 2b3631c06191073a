namespace Kindling.Studies;

/// <summary>What a verdict has to know besides errors.</summary>
/// <param name="Margin">Nothing is called better by less than this share, 0 or more.</param>
/// <param name="Repeats">How many partitions of a table's rows the seeds use, 1 or more.</param>
/// <param name="Rows">What a claim is about, as in "these 78 test rows"; empty for functions and equations.</param>
/// <param name="RowCount">The number of rows that are tested; null for functions and equations.</param>
public sealed record VerdictContext(double Margin = 0.05, int Repeats = 1, string Rows = "", int? RowCount = null);
