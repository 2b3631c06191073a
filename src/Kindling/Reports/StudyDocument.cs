using Kindling.Training;

namespace Kindling.Reports;

/// <summary>What a study folder holds, as far as a report needs it. Missing files leave empty lists and
/// nulls.</summary>
sealed record StudyDocument(
    string? Definition,
    ProblemDocument Problem,
    IReadOnlyList<SchemeDocument> Schemes,
    IReadOnlyList<ComparisonDocument> Comparisons,
    VerdictDocument? Verdict,
    OutcomeDocument Outcome)
{
    /// <summary>The runs of all schemes.</summary>
    public IEnumerable<RunDocument> Runs => Schemes.SelectMany(s => s.Runs);
}

/// <summary>What the problem is.</summary>
sealed record ProblemDocument(
    string Name,
    string Task,
    int Inputs,
    IReadOnlyList<string> InputNames,
    IReadOnlyList<string> OutputNames,
    long? TrainPoints,
    long? TestPoints,
    string ErrorName,
    double? ConstantError,
    string? Description,
    IReadOnlyList<string> Notes)
{
    public bool IsClassification => Task == "classification";

    /// <summary>The Vega-Lite scale that errors are drawn on: a share of wrong answers may be zero.</summary>
    public string ErrorScale => IsClassification ? "linear" : "log";

    /// <summary>True if an error can be drawn on that scale.</summary>
    public bool CanDraw(double? error) => IsClassification ? error is >= 0 : error is > 0;
}

/// <summary>The settings and totals that the results state.</summary>
sealed record OutcomeDocument(
    string? Network,
    string? Optimizer,
    string? Precision,
    string? Version,
    string? ThresholdText,
    double? Threshold,
    long? Steps,
    long? Seeds,
    bool IsComplete)
{
    /// <summary>What else the results say, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The median kept step of the first scheme, where it learns by heart.</summary>
    public double? KeptStep { get; init; }

    /// <summary>The command that trains the first scheme on all rows of a table.</summary>
    public string? TrainCommand { get; init; }
}

/// <summary>The verdict in words.</summary>
sealed record VerdictDocument(string? Best, string Text, double? Confidence, IReadOnlyList<string> Details);

/// <summary>Two schemes compared seed by seed.</summary>
sealed record ComparisonDocument(
    string Better, string Worse, double Ratio, double RatioLow, double RatioHigh, double? Confidence, bool IsReal);

/// <summary>One scheme: how it starts, its runs, and what came out.</summary>
sealed record SchemeDocument(string Name)
{
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public StartDocument? Start { get; init; }

    public PredictionsDocument? Predictions { get; init; }

    public IReadOnlyList<RunDocument> Runs { get; init; } = [];

    public double? LearningRate { get; init; }

    public double? TestErrorMedian { get; init; }

    public double? TestErrorLow { get; init; }

    public double? TestErrorHigh { get; init; }

    public double? TestErrorAtEnd { get; init; }

    public double? LearningRateLow { get; init; }

    public double? LearningRateHigh { get; init; }

    public double? KeptStepMedian { get; init; }

    public double? InitialErrorMedian { get; init; }

    public long? StepsToThreshold { get; init; }

    public double? SecondsPerRun { get; init; }

    public int Collapsed { get; init; }

    public int Diverged { get; init; }
}

/// <summary>One run and its curve.</summary>
sealed record RunDocument(
    string Scheme, long Seed, string Status, double? InitialTestError, double? TestError, double? Seconds,
    double? LearningRate, bool IsCollapsed, IReadOnlyList<CurvePoint> Curve)
{
    /// <summary>The step with the lowest validation loss, or the last one.</summary>
    public long? KeptStep { get; init; }

    public double? TestErrorAtEnd { get; init; }

    /// <summary>The learning rates that raced; empty where the rate was given.</summary>
    public IReadOnlyList<RateArm> Rates { get; init; } = [];

    public bool IsDiverged => Status == "diverged";
}

/// <summary>A learning rate of a race, how far it came, and its lowest validation loss; null if it diverged.</summary>
sealed record RateArm(double Rate, long Steps, double? Score);

/// <summary>What a scheme looks like before training.</summary>
sealed record StartDocument(
    IReadOnlyList<LayerSpread> Layers, string Coordinate, double[][] Inputs, double[][] Features, double[][] Outputs);

/// <summary>The pre-activations of one hidden layer.</summary>
/// <param name="Layer">1 for the first.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Quantiles">Minimum, 5 %, 25 %, 50 %, 75 %, 95 %, maximum; empty if unknown.</param>
sealed record LayerSpread(int Layer, double Deviation, double[] Quantiles);

/// <summary>Predictions and targets of a scheme's best run, one row a point.</summary>
sealed record PredictionsDocument(double[][] Inputs, double[][] Targets, double[][] Predictions);
