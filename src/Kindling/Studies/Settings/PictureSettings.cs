using Kindling.Files;

namespace Kindling.Studies;

/// <summary>A picture that is learned from some of its pixels.</summary>
static class PictureSettings
{
    const SettingForms Pictured = SettingForms.Grid | SettingForms.FitImage;

    static SettingNeed Pictures { get; } = new(
        "pictures", s => s.Problem.Picture is not null, "there is no {image}", "add {image} FILE");

    public static IReadOnlyList<Setting> All { get; } =
    [
        ProblemSettings.Of(
            "image",
            new SettingKind<string>($"a picture's file, or {PictureChoice.City}", "FILE", SettingShape.File, Path),
            PictureChoice.City,
            $"A picture: a PNG, PGM or PPM file, or {PictureChoice.City}, which comes along",
            p => p.Picture?.Path,
            (p, v) => p with { Picture = new PictureChoice(v) }) with
        {
            Forms = SettingForms.Grid,
            Hash = "image-hash",
        },
        Of(
            "image-hash",
            SettingKinds.Text,
            "0123456789abcdef",
            "The first 16 hexadecimal digits of the SHA-256 of the picture",
            p => p.Hash,
            (p, v) => p with { Hash = v }) with
        {
            Forms = SettingForms.File,
            Default = c => TableSettings.HashOf(c.Study.Problem.Picture!.Path),
        },
        Of(
            "image-size",
            SettingKinds.Whole(1),
            "256",
            "Shrink the picture so that its longer side has at most N pixels",
            p => p.Size,
            (p, v) => p with { Size = v }) with
        {
            Forms = Pictured,
            DefaultWords = $"as it is; {PictureChoice.City} has {PictureChoice.CitySize}",
            Default = c => c.Study.Problem.Picture!.Path == PictureChoice.City ? $"{PictureChoice.CitySize}" : null,
        },
        Of(
            "sample",
            SettingKinds.Number(NumberRange.Share),
            "0.1",
            "The share of pixels to train on",
            p => p.Sample,
            (p, v) => p with { Sample = v }) with { Forms = Pictured, Constant = "0.25" },
        Of(
            "tv",
            SettingKinds.Number(NumberRange.NotNegative),
            "1",
            "lambda, the weight of the total variation",
            p => p.TotalVariation,
            (p, v) => p with { TotalVariation = v }) with { Forms = Pictured, Constant = "0.01" },
    ];

    static Setting Of<T>(
        string name,
        SettingKind<T> kind,
        string example,
        string help,
        Func<PictureChoice, object?> get,
        Func<PictureChoice, T, PictureChoice> set) => ProblemSettings.Of(
            name,
            kind,
            example,
            help,
            p => get(p.Picture!),
            (p, v) => p with { Picture = set(p.Picture!, v) }) with
        { Needs = [Pictures] };

    static string Path(string text) =>
        text.Length > 0 && (text == PictureChoice.City || !text.StartsWith("builtin:", StringComparison.Ordinal))
            ? text
            : throw new FormatException("");
}
