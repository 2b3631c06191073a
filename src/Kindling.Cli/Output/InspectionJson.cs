using System.Text.Json.Nodes;
using Kindling.Diagnostics;
using Kindling.Studies;

namespace Kindling.Cli.Output;

/// <summary>An inspection as JSON.</summary>
static class InspectionJson
{
    public static JsonObject Of(Inspection inspection)
    {
        var document = new JsonObject
        {
            ["points"] = inspection.Points,
            ["inputCorrelation"] = StudyJson.Number(inspection.InputCorrelation),
            ["layers"] = StudyJson.List(inspection.Layers.Select(Layer)),
            ["jacobian"] = Jacobian(inspection.Jacobians),
            ["features"] = Features(inspection),
            ["frequencies"] = Frequencies(inspection.Frequencies),
            ["kernel"] = Kernel(inspection.Kernel),
            ["findings"] = StudyJson.List(inspection.Findings.Select(Finding)),
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
            ["secondMoment"] = StudyJson.Number(layer.SecondMoment),
            ["lengthTheory"] = StudyJson.Number(layer.LengthTheory),
            ["lengthSpread"] = StudyJson.Number(layer.LengthSpread),
            ["correlation"] = StudyJson.Number(layer.Correlation),
            ["correlationTheory"] = StudyJson.Number(layer.CorrelationTheory),
            ["outputSecondMoment"] = StudyJson.Number(layer.OutputSecondMoment),
            ["outputCorrelation"] = StudyJson.Number(layer.OutputCorrelation),
            ["gradientSecondMoment"] = StudyJson.Number(layer.GradientSecondMoment),
            ["gradientTheory"] = StudyJson.Number(layer.GradientTheory),
            ["gradientSpread"] = StudyJson.Number(layer.GradientSpread),
            ["gradientCorrelation"] = StudyJson.Number(layer.GradientCorrelation),
            ["weightGradientNorm"] = StudyJson.Number(layer.WeightGradientNorm),
            ["offFraction"] = StudyJson.Number(layer.OffFraction),
            ["offProbability"] = StudyJson.Number(layer.OffProbability),
            ["deadUnits"] = layer.DeadUnits,
            ["saturation"] = StudyJson.Number(layer.Saturation),
        };
        if (layer.Band is (double low, double high))
            json["secondMomentRange"] = StudyJson.Numbers([low, high]);
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
        ["mean"] = StudyJson.Number(content.Mean),
        ["nineTenths"] = content.NineTenths,
        ["straightShare"] = StudyJson.Number(content.StraightShare),
        ["power"] = StudyJson.Numbers(content.Power),
    };

    static JsonObject Kernel(KernelFunctions kernel)
    {
        var json = new JsonObject
        {
            ["points"] = kernel.Places.Count,
            ["halfWidth"] = StudyJson.Number(kernel.HalfWidth),
            ["profile"] = StudyJson.Numbers(kernel.MeanProfile),
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
            ["singularValues"] = StudyJson.Numbers(jacobian.SingularValues),
            ["meanSquare"] = StudyJson.Number(jacobian.MeanSquare),
            ["condition"] = StudyJson.Number(jacobian.Condition),
            ["meanSquares"] = StudyJson.Numbers(inputs.Select(j => j.MeanSquare)),
            ["conditions"] = StudyJson.Numbers(inputs.Select(j => j.Condition)),
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
            ["goObjective"] = StudyJson.Number(angles.Objective),
            ["effectiveRank"] = StudyJson.Number(inspection.Features.EffectiveRank),
            ["secondToFirst"] = StudyJson.Number(inspection.Features.SecondToFirst),
            ["lastToFirst"] = StudyJson.Number(inspection.Features.LastToFirst),
            ["zeroUnits"] = angles.ZeroUnits,
            ["samePairs"] = angles.SamePairs,
            ["eigenvalues"] = StudyJson.Numbers(inspection.Features.Eigenvalues),
        };
        if (inspection.FirstFit is FirstFit fit)
        {
            json["firstFit"] = new JsonObject
            {
                ["error"] = StudyJson.Number(fit.Error),
                ["constantError"] = StudyJson.Number(fit.ConstantError),
                ["rank"] = fit.Rank,
            };
        }

        return json;
    }

    static JsonObject Finding(Finding finding) => new()
    {
        ["severity"] = StudyJson.Word(finding.Severity),
        ["code"] = finding.Code,
        ["text"] = finding.Text,
        ["value"] = StudyJson.Number(finding.Value),
        ["advice"] = finding.Advice,
    };
}
