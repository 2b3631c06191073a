using System.Numerics;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;

namespace Kindling.Training;

/// <summary>The weighted sum of terms over their points, without gradients.</summary>
internal sealed class TermLosses<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int BlockRows = 128;

    readonly (Term Term, TermRows<T> Rows, Pass<T> Pass)[] _terms;
    readonly int _outputs;

    /// <summary>Converts the points.</summary>
    /// <param name="terms">What is added up.</param>
    /// <param name="network">The network.</param>
    /// <param name="mostPoints">Of a term's points so many are looked at, evenly spaced; null for all.</param>
    public TermLosses(IReadOnlyList<Term> terms, Network network, int? mostPoints = null)
    {
        _outputs = network.Outputs;
        _terms = [.. terms.Select(t => Prepare(t, network, mostPoints ?? int.MaxValue))];
    }

    /// <summary>The loss, and that of the first term without its weight.</summary>
    public (double Total, double First) Measure(PackedWeights<T> weights)
    {
        double total = 0, first = 0;
        for (int t = 0; t < _terms.Length; t++)
        {
            double mean = Mean(t, weights);
            total += _terms[t].Term.Weight * mean;
            first = t == 0 ? mean : first;
        }

        return (total, first);
    }

    static (Term Term, TermRows<T> Rows, Pass<T> Pass) Prepare(Term term, Network network, int mostPoints)
    {
        var rows = new TermRows<T>(term, network, Math.Min(term.Data.Count, mostPoints));
        EvenSpread.Of(term.Data.Count, mostPoints).CopyTo(rows.Selected, 0);
        return (term, rows, new Pass<T>(network, BlockRows, rows.Derivatives, gradients: false));
    }

    double Mean(int t, PackedWeights<T> weights)
    {
        (Term term, TermRows<T> rows, Pass<T> pass) = _terms[t];
        double sum = 0;
        for (int first = 0; first < rows.BatchSize; first += BlockRows)
        {
            int count = Math.Min(BlockRows, rows.BatchSize - first);
            rows.Load(pass, first, count);
            pass.Forward(weights);
            sum += rows.Error(pass, first, count);
        }

        return sum / LossFunction.Divisor(term.Loss, rows.BatchSize, _outputs);
    }
}
