using System.CommandLine;
using Kindling.Initialization;

namespace Kindling.Cli.Options;

/// <summary>How the initializer go calibrates.</summary>
sealed class GoOptions
{
    public Option<string?> Method { get; } = ChoiceOption.Of<GoMethod>(
        "--go-method", "Calibration of go: scan and L-BFGS, or the paper's Adam [default: fast]", null);

    public Option<double?> Lambda { get; } = NumberOption.NotNegative(
        "--go-lambda", "Penalty on go's scales [default: 0.0001]");

    public Option<int?> Steps { get; } = NumberOption.WholeOrNone(
        "--go-steps",
        "Steps of go's Adam [default: 5000], or the most evaluations of its L-BFGS [default: 12]",
        least: 0);

    public Option<int?> Batch { get; } = NumberOption.WholeOrNone(
        "--go-batch", "Points on which go measures features [default: 8 times the width, 256 to 2048]", least: 2);

    public Option<bool> FixedDraw { get; } = new("--go-fixed-draw")
    {
        Description = "The paper's method of go on one draw of the weights instead of a new one a step",
    };

    public Option<bool> KeepDraw { get; } = new("--go-keep-draw")
    {
        Description = "Start from the very weights that go was calibrated on",
    };

    public IEnumerable<Option> All => [Method, Lambda, Steps, Batch, FixedDraw, KeepDraw];
}
