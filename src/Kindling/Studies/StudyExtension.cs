using System.Globalization;

namespace Kindling.Studies;

/// <summary>What a folder's study and a new one have in common: more seeds and more schemes may join.</summary>
static class StudyExtension
{
    /// <summary>
    /// The asked study with what the folder decided: the steps found for a time, and the number of folds, which the
    /// seeds that join must share.
    /// </summary>
    public static Study Continued(Study there, Study asked) => asked with
    {
        Steps = asked is { Steps: 0, Time: not null } ? there.Steps : asked.Steps,
        Folds = asked.Folds ?? there.Folds,
    };

    /// <summary>Refuses another study than the folder's, and one with fewer seeds or schemes.</summary>
    /// <exception cref="IOException">It is another, or less; the message names what differs.</exception>
    public static void Require(string folder, Study there, Study asked)
    {
        Study aligned = there with
        {
            Seeds = asked.Seeds,
            Schemes = asked.Schemes,
            Folds = asked.Folds ?? there.Folds,
            Problem = SamePaths(there.Problem, asked.Problem),
        };
        ResultFolder.RequireSame(folder, "study", StudyYaml.Write(aligned), StudyYaml.Write(asked));
        if (asked.Seeds < there.Seeds)
        {
            throw new IOException(string.Create(
                CultureInfo.InvariantCulture,
                $"{folder} holds {there.Seeds} seeds; ask for {there.Seeds} or more, or take another folder."));
        }

        string[] missing = [.. there.Schemes.Except(asked.Schemes)];
        if (missing.Length > 0)
        {
            throw new IOException(
                $"{folder} also holds {string.Join(", ", missing)}; add it to --init, or take another folder.");
        }
    }

    /// <summary>A file with the same bytes is the same file, wherever it lies.</summary>
    static ProblemChoice SamePaths(ProblemChoice there, ProblemChoice asked) => there with
    {
        Data = Path(there.Data, there.DataHash, asked.Data, asked.DataHash),
        TestFile = Path(there.TestFile, there.TestHash, asked.TestFile, asked.TestHash),
        ValidationFile = Path(there.ValidationFile, there.ValidationHash, asked.ValidationFile, asked.ValidationHash),
        Picture = there.Picture is { } picture && asked.Picture is { } other
            ? picture with { Path = Path(picture.Path, picture.Hash, other.Path, other.Hash)! }
            : there.Picture,
    };

    static string? Path(string? there, string? hash, string? asked, string? askedHash) =>
        hash is not null && hash == askedHash ? asked : there;
}
