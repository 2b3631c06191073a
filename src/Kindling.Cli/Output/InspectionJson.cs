using System.Text.Json.Nodes;
using Kindling.Diagnostics;
using Kindling.Files;

namespace Kindling.Cli.Output;

/// <summary>An inspection as JSON.</summary>
static class InspectionJson
{
    public static JsonObject Of(Inspection inspection)
    {
        var document = new JsonObject
        {
            ["points"] = inspection.Points,
            ["inputCorrelation"] = JsonText.Number(inspection.InputCorrelation),
            ["layers"] = JsonText.List(inspection.Layers.Select(Layer)),
            ["jacobian"] = Jacobian(inspection.Jacobians),
            ["features"] = Features(inspection),
            ["frequencies"] = Frequencies(inspection.Frequencies),
            ["kernel"] = Kernel(inspection.Kernel),
            ["findings"] = JsonText.List(inspection.Findings.Select(Finding)),
        };
        if (inspection.WhyNoTheory is string why)
            document["theoryReason"] = why;
        return document;
    }

    static JsonObject Layer(LayerSignal layer)
    {
        var json = new JsonObject
        {
            ["index"] = layer.Index,
            ["name"] = layer.Name,
            ["units"] = layer.Units,
            ["secondMoment"] = JsonText.Number(layer.SecondMoment),
            ["lengthTheory"] = JsonText.Number(layer.LengthTheory),
            ["lengthSpread"] = JsonText.Number(layer.LengthSpread),
            ["correlation"] = JsonText.Number(layer.Correlation),
            ["correlationTheory"] = JsonText.Number(layer.CorrelationTheory),
            ["outputSecondMoment"] = JsonText.Number(layer.OutputSecondMoment),
            ["outputCorrelation"] = JsonText.Number(layer.OutputCorrelation),
            ["gradientSecondMoment"] = JsonText.Number(layer.GradientSecondMoment),
            ["gradientTheory"] = JsonText.Number(layer.GradientTheory),
            ["gradientSpread"] = JsonText.Number(layer.GradientSpread),
            ["gradientCorrelation"] = JsonText.Number(layer.GradientCorrelation),
            ["weightGradientNorm"] = JsonText.Number(layer.WeightGradientNorm),
            ["offFraction"] = JsonText.Number(layer.OffFraction),
            ["offProbability"] = JsonText.Number(layer.OffProbability),
            ["deadUnits"] = layer.DeadUnits,
            ["saturation"] = JsonText.Number(layer.Saturation),
        };
        if (layer.Band is (double low, double high))
            json["secondMomentRange"] = JsonText.Numbers([low, high]);
        if (layer.IsReadOut)
            json["unitsReason"] = "the read-out has no activation";
        else if (layer.Saturation is null)
            json["saturationReason"] = "the activation is not bounded";
        if (!double.IsFinite(layer.SecondMoment))
            json["secondMomentReason"] = "the signal is not finite";
        return json;
    }

    static JsonObject Frequencies(FrequencyContent content) => new()
    {
        ["lines"] = content.Lines,
        ["mean"] = JsonText.Number(content.Mean),
        ["nineTenths"] = content.NineTenths,
        ["straightShare"] = JsonText.Number(content.StraightShare),
        ["power"] = JsonText.Numbers(content.Power),
    };

    static JsonObject Kernel(KernelFunctions kernel)
    {
        var json = new JsonObject
        {
            ["points"] = kernel.Places.Count,
            ["halfWidth"] = JsonText.Number(kernel.HalfWidth),
            ["profile"] = JsonText.Numbers(kernel.MeanProfile),
        };
        if (!double.IsFinite(kernel.HalfWidth))
            json["halfWidthReason"] = "the kernel does not fall to half of its value on the line";
        return json;
    }

    static JsonObject Jacobian(IReadOnlyList<JacobianSpectrum> inputs)
    {
        JacobianSpectrum jacobian = inputs[0];
        var json = new JsonObject
        {
            ["singularValues"] = JsonText.Numbers(jacobian.SingularValues),
            ["meanSquare"] = JsonText.Number(jacobian.MeanSquare),
            ["condition"] = JsonText.Number(jacobian.Condition),
            ["meanSquares"] = JsonText.Numbers(inputs.Select(j => j.MeanSquare)),
            ["conditions"] = JsonText.Numbers(inputs.Select(j => j.Condition)),
        };
        if (jacobian.SingularValues.Count == 0)
            json["reason"] = $"not finite, or more than {JacobianSpectrum.MostSingularValues} singular values";
        else if (double.IsInfinity(jacobian.Condition))
            json["reason"] = "the smallest singular value is 0";
        return json;
    }

    static JsonObject Features(Inspection inspection)
    {
        FeatureOrthogonality angles = inspection.Orthogonality;
        var json = new JsonObject
        {
            ["goObjective"] = JsonText.Number(angles.Objective),
            ["effectiveRank"] = JsonText.Number(inspection.Features.EffectiveRank),
            ["secondToFirst"] = JsonText.Number(inspection.Features.SecondToFirst),
            ["lastToFirst"] = JsonText.Number(inspection.Features.LastToFirst),
            ["zeroUnits"] = angles.ZeroUnits,
            ["samePairs"] = angles.SamePairs,
            ["eigenvalues"] = JsonText.Numbers(inspection.Features.Eigenvalues),
        };
        if (inspection.FirstFit is FirstFit fit)
        {
            json["firstFit"] = new JsonObject
            {
                ["error"] = JsonText.Number(fit.Error),
                ["constantError"] = JsonText.Number(fit.ConstantError),
                ["rank"] = fit.Rank,
            };
        }

        return json;
    }

    static JsonObject Finding(Finding finding) => new()
    {
        ["severity"] = EnumText.Of(finding.Severity),
        ["code"] = finding.Code,
        ["text"] = finding.Text,
        ["value"] = JsonText.Number(finding.Value),
        ["advice"] = finding.Advice,
    };
}
