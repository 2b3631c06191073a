namespace Kindling.Studies;

/// <summary>One training of one network: the unit of work of a study.</summary>
/// <param name="Id">Stable and unique within the study; also the name of the run's folder.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="Seed">The seed of the initial weights and of the batches: runs of one seed differ in the scheme
/// alone.</param>
/// <param name="LearningRate">The learning rate; not a number while it is to be found.</param>
public sealed record Run(string Id, string Scheme, ulong Seed, double LearningRate)
{
    /// <summary>The place of the seed in the study, from 0: which fold of a table the run is tested on.</summary>
    public int Place { get; init; }

    /// <summary>The id of a scheme's run with a seed.</summary>
    public static string IdOf(string scheme, ulong seed) => $"{FolderOf(scheme)}-s{seed}";

    /// <summary>
    /// The scheme's name as a file name: everything but letters, digits, '.', '_' and '-' becomes '-'.
    /// </summary>
    public static string FolderOf(string scheme) =>
        string.Concat(scheme.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
}
