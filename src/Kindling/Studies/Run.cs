namespace Kindling.Studies;

/// <summary>One training of one network: the unit of work of a study.</summary>
/// <param name="Id">Stable and unique within the study; also the name of the run's folder.</param>
/// <param name="Scheme">The initializer.</param>
/// <param name="Seed">The seed of the initial weights and of the batches: runs of one seed differ in the scheme
/// alone.</param>
/// <param name="LearningRate">The learning rate.</param>
public sealed record Run(string Id, string Scheme, ulong Seed, double LearningRate)
{
    /// <summary>The id of a scheme's run with a seed.</summary>
    public static string IdOf(string scheme, ulong seed) => $"{FolderOf(scheme)}-s{seed}";

    /// <summary>The id of a run of the learning rate search.</summary>
    public static string IdOf(string scheme, double rate, int seed) => $"{FolderOf(scheme)}-r{rate:R}-s{seed}";

    /// <summary>
    /// The scheme's name as a file name: everything but letters, digits, '.', '_' and '-' becomes '-'.
    /// </summary>
    public static string FolderOf(string scheme) =>
        string.Concat(scheme.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
}
