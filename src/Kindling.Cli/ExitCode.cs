namespace Kindling.Cli;

/// <summary>What the program returns.</summary>
static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadUse = 2;
}
