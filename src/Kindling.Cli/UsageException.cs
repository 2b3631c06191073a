namespace Kindling.Cli;

/// <summary>Bad use that only the command line can know of, with a hint on what to do.</summary>
sealed class UsageException(string message, string? hint = null) : ArgumentException(message)
{
    public string? Hint { get; } = hint;
}
