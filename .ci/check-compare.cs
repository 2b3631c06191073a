#:property PublishAot=false
// Checks the JSON document of a comparison: one document, every promised field, sensible values.
// Usage: dotnet run .ci/check-compare.cs -- FILE
using System.Text.Json;

using JsonDocument document = JsonDocument.Parse(File.ReadAllText(args[0]));
JsonElement root = document.RootElement;
var wrong = new List<string>();

string[] fields =
[
    "command", "version", "seed", "precision", "threads", "seconds", "problem", "network", "optimizer", "steps",
    "seeds", "verdict", "schemes", "error", "settings",
];
Require(root, fields);
Require(root.GetProperty("verdict"), ["best", "text", "confidence", "possiblyBest", "pairs", "detectableRatio"]);
Require(root.GetProperty("verdict"), ["rows"]);
foreach (JsonElement scheme in root.GetProperty("schemes").EnumerateArray())
{
    Require(scheme, ["name", "learningRate", "testErrorMedian", "testErrorLow", "testErrorHigh", "initialErrorMedian"]);
    Require(scheme, ["stepsToThreshold", "secondsPerRun", "collapsed", "diverged", "learningRateLow"]);
    Require(scheme, ["learningRateHigh", "testErrorAtEnd", "validationErrorMedian", "keptStepMedian"]);
    Require(scheme, ["trainErrorMedian"]);
}

JsonElement schemes = root.GetProperty("schemes");
double[] medians = [.. schemes.EnumerateArray().Select(s => s.GetProperty("testErrorMedian").GetDouble())];
if (!medians.SequenceEqual(medians.Order()))
    wrong.Add("the schemes are not best first");
if (medians.Any(m => m <= 0))
    wrong.Add("an error is not positive");
if (root.GetProperty("verdict").GetProperty("best").ValueKind != JsonValueKind.Null)
    wrong.Add("three seeds cannot name a winner");

foreach (string line in wrong)
    Console.Error.WriteLine(line);
return wrong.Count == 0 ? 0 : 1;

void Require(JsonElement element, IEnumerable<string> names)
{
    foreach (string name in names.Where(n => !element.TryGetProperty(n, out _)))
        wrong.Add($"the field '{name}' is missing");
}
