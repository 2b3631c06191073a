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
        };
        ResultFolder.RequireSame(folder, "study", StudyYaml.Identity(aligned), StudyYaml.Identity(asked));
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
}
