namespace Kindling.Initialization;

/// <summary>What a user reads about a scheme before choosing it.</summary>
/// <param name="Name">The name in commands, files and results.</param>
/// <param name="Source">Authors, year, equation or section.</param>
/// <param name="MadeFor">The architectures and activations it was made for.</param>
/// <param name="Summary">One line on when to use it.</param>
public sealed record SchemeDescription(string Name, string Source, string MadeFor, string Summary)
{
    /// <summary>Other names of the same scheme.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The options it takes, by the names of <see cref="InitializerOptions"/>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
