namespace Kindling.Calibration;

/// <summary>True and false claims of one procedure over many comparisons.</summary>
sealed class ClaimCounts
{
    readonly Lock _lock = new();

    /// <summary>Comparisons so far.</summary>
    public int Comparisons { get; private set; }

    /// <summary>True claims that could have been made.</summary>
    public int Possible { get; private set; }

    /// <summary>True claims made.</summary>
    public int Found { get; private set; }

    /// <summary>Comparisons with at least one false claim.</summary>
    public int WithFalse { get; private set; }

    /// <summary>The share of true differences that were claimed.</summary>
    public double Power => Possible == 0 ? double.NaN : (double)Found / Possible;

    /// <summary>Adds a comparison. Threads may do so at the same time.</summary>
    /// <param name="possible">True claims that could be made.</param>
    /// <param name="found">True claims made.</param>
    /// <param name="wrong">False claims made.</param>
    public void Add(int possible, int found, int wrong)
    {
        lock (_lock)
        {
            Comparisons++;
            Possible += possible;
            Found += found;
            WithFalse += wrong > 0 ? 1 : 0;
        }
    }

    /// <summary>The power as a cell of a table.</summary>
    public string PowerText => Possible == 0 ? "-" : $"{Power:P0} ({Found} of {Possible})";

    /// <summary>The share of comparisons with a false claim as a cell of a table.</summary>
    public string FalseText => $"{(double)WithFalse / Comparisons:P1}";
}
