using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>The optimizer.</summary>
static class OptimizerSettings
{
    static readonly JsonObject s_rateWords = new()
    {
        ["type"] = "string",
        ["pattern"] = @"^(auto|[^.].*\.\..+)$",
    };

    public static IReadOnlyList<Setting> All { get; } =
    [
        Setting.Of(
            "optimizer",
            SettingKinds.Word<OptimizerKind>(),
            "sgd",
            "The optimizer",
            s => s.Optimizer,
            (s, v) => s with { Optimizer = v }) with { Constant = "adam" },
        Setting.Of(
            "lr",
            Rate(),
            "0.01",
            "The learning rate; auto finds the best one for each run, LOW..HIGH searches between bounds",
            s => s.LearningRate,
            (s, v) => s with { LearningRate = v }) with
        {
            DefaultWords = "auto; of one run and in grids 0.001, 0.1 for sgd, 0.01 with momentum",
            Default = c => c.Form is SettingForms.Compare or SettingForms.File
                ? "auto"
                : SettingText.Of(LearningRates.Default(c.Study.Optimizer)),
        },
        Setting.Of(
            "decay",
            SettingKinds.Number(NumberRange.Share),
            "0.99",
            "Factor on the learning rate after every {decay-every} steps",
            s => s.DecayFactor,
            (s, v) => s with { DecayFactor = v }) with { Constant = "1", IsRare = true },
        Setting.Of(
            "decay-every",
            SettingKinds.Whole(1),
            "400",
            "Steps between drops of the learning rate",
            s => s.DecayEvery,
            (s, v) => s with { DecayEvery = v }) with
        {
            Needs = [new("a falling rate", s => s.DecayFactor < 1, "there is no {decay} below 1", "add {decay} X")],
            Constant = "1",
        },
        Setting.Of(
            "momentum",
            SettingKinds.Number(NumberRange.BelowOne),
            "0.95",
            "Momentum of momentum and nesterov",
            s => s.Momentum,
            (s, v) => s with { Momentum = v }) with
        {
            Needs = [Optimizers(OptimizerKind.Momentum, OptimizerKind.Nesterov)],
            Constant = "0.9",
            IsRare = true,
        },
        Setting.Of(
            "beta1",
            SettingKinds.Number(NumberRange.BelowOne),
            "0.8",
            "Decay of the first moment of adam and adamw",
            s => s.Beta1,
            (s, v) => s with { Beta1 = v }) with
        {
            Needs = [Optimizers(OptimizerKind.Adam, OptimizerKind.AdamW)],
            Constant = "0.9",
            IsRare = true,
        },
        Setting.Of(
            "beta2",
            SettingKinds.Number(NumberRange.BelowOne),
            "0.99",
            "Decay of the second moment of adam and adamw",
            s => s.Beta2,
            (s, v) => s with { Beta2 = v }) with
        {
            Needs = [Optimizers(OptimizerKind.Adam, OptimizerKind.AdamW)],
            Constant = "0.999",
            IsRare = true,
        },
        Setting.Of(
            "weight-decay",
            SettingKinds.Number(NumberRange.NotNegative),
            "0.001",
            "Weight decay: decoupled in adamw, a squared penalty in the others",
            s => s.WeightDecay ?? DefaultDecay(s.Optimizer),
            (s, v) => s with { WeightDecay = v }) with
        {
            DefaultWords = "0; 0.01 for adamw",
            Default = c => SettingText.Of(DefaultDecay(c.Study.Optimizer)),
            IsRare = true,
        },
    ];

    static double DefaultDecay(OptimizerKind optimizer) => optimizer == OptimizerKind.AdamW ? 0.01 : 0;

    static SettingNeed Optimizers(params OptimizerKind[] kinds)
    {
        string names = string.Join(" and ", kinds.Select(EnumText.Of));
        return new(
            names,
            s => kinds.Contains(s.Optimizer),
            "{optimizer} is another one",
            $"add {{optimizer}} {EnumText.Of(kinds[0])}");
    }

    static SettingKind<RateChoice> Rate() => SettingKinds.OrWord(
        SettingKinds.SchemaOf(NumberRange.Positive), RateChoice.Rule, "auto|X|X..X", s_rateWords, RateChoice.Find);
}
