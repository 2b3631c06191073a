using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>A directed claim.</summary>
/// <param name="Better">The scheme with the lower errors.</param>
/// <param name="Worse">The other one.</param>
readonly record struct DirectedClaim(string Better, string Worse);

/// <summary>Reads the claims off a verdict.</summary>
static class VerdictClaims
{
    /// <summary>All claims "A is better than B" of a comparison.</summary>
    public static IReadOnlyList<DirectedClaim> Of(StudyResults results) =>
        [.. results.Verdict.Comparisons.Where(c => c.IsReal).Select(c => new DirectedClaim(c.Better, c.Worse))];
}
