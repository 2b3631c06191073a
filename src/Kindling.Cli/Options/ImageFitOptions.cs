using System.CommandLine;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Cli.Options;

/// <summary>The options that describe an image fit.</summary>
sealed class ImageFitOptions
{
    /// <summary>The name of the picture that comes along.</summary>
    public const string City = PictureChoice.City;

    const string UsualSchemes = "glorot,go,siren";

    static readonly (string Width, int Steps, double Rate) s_desk = ("128", 3000, 1e-3);
    static readonly (string Width, int Steps, double Rate) s_full = ("512", 400_000, 1e-4);

    readonly NetworkOptions _network = new("128 at desk scale, 512 at full scale");
    readonly CommonOptions _common;

    public ImageFitOptions(CommonOptions common) => _common = common;

    public Argument<string> Picture { get; } = new("FILE")
    {
        Description = $"A PNG, PGM or PPM file, or {City}, a picture that comes along",
    };

    public Option<string?> Init { get; } = new("--init")
    {
        Description = "Initializers, separated by commas; siren comes with sin, others take NAME@ACTIVATION for "
            + $"another one [default: {UsualSchemes}]",
        HelpName = "LIST",
    };

    public Option<double[]> Sample { get; } = ListOption.Shares(
        "--sample", StudySettings.Find("sample").Help + "; a list makes a fit of each", "25%");

    public Option<double[]> Variation { get; } = ListOption.NotNegative(
        "--tv",
        StudySettings.Find("tv").Help + "; a list makes a fit of each",
        StudySettings.Find("tv").Constant!);

    public Option<string?> Units { get; } = ChoiceOption.Of<VariationUnits>(
        "--tv-units",
        "Whether total variation counts per pixel, or per unit of the scaled inputs as the paper prints it",
        VariationUnits.Pixels);

    public Option<int?> Size { get; } = NumberOption.WholeOrNone(
        "--size",
        StudySettings.Find("image-size").HelpIn(SettingOptions.Spell));

    public Option<string?> Scale { get; } = ChoiceOption.Of(
        "--scale",
        "Defaults for minutes on two cores, or the paper's: 8x512, 400000 steps, learning rate 1e-4",
        "desk",
        "desk",
        "full");

    public Option<int?> Steps { get; } = NumberOption.WholeOrNone(
        "--steps", $"Steps of each initializer [default: {s_desk.Steps} at desk scale]");

    public Option<double?> Rate { get; } = NumberOption.Positive(
        "--lr", $"The learning rate of Adam; it falls by 1 % every 1000 steps [default: {s_desk.Rate} at desk scale]");

    public Option<int> Batch { get; } = NumberOption.Whole(
        "--batch", "Pixels per step, and as many random places for the total variation", 512);

    public IEnumerable<Option> All =>
        [Init, Sample, Variation, Units, Size, Scale, Steps, Rate, Batch, .. _network.All];

    /// <summary>The picture that was asked for.</summary>
    public Image PictureOf(ParseResult parsed, TextWriter errors)
    {
        string name = parsed.GetValue(Picture)!;
        int? size = parsed.GetValue(Size);
        if (name.StartsWith("builtin:", StringComparison.Ordinal))
            return new PictureChoice(name) { Size = size }.Open();
        Image image = Image.Read(name);
        if (image.HasAlpha && Enumerable.Range(0, image.Pixels.Rows).Any(i => image.Pixels[i, image.Channels - 1] < 1))
            errors.WriteLine("note: the picture has transparent parts; they are laid on white");
        Image fitted = size is int longest ? image.OnWhite().Shrunk(longest) : image.OnWhite();
        if (fitted.Width != image.Width || fitted.Height != image.Height)
            errors.WriteLine(
                $"note: shrunk from {image.Width} x {image.Height} to {fitted.Width} x {fitted.Height} pixels");
        return fitted;
    }

    /// <summary>The fits that were asked for: one for each share and each weight.</summary>
    public IReadOnlyList<ImageFit> Fits(ParseResult parsed)
    {
        (string width, int steps, double rate) = parsed.GetValue(Scale) == "full" ? s_full : s_desk;
        NetworkChoice network = _network.Network(parsed, width);
        IReadOnlyList<ImageScheme> schemes = ImageScheme.ParseList(
            parsed.GetValue(Init) ?? UsualSchemes, network.Activation, _network.SchemeOptions(parsed));
        _network.RequireTaken(parsed, schemes.Select(s => Initializers.Parse(s.Initializer)));
        return
        [
            .. from sample in parsed.GetValue(Sample)!
               from variation in parsed.GetValue(Variation)!
               select new ImageFit
               {
                   Schemes = schemes,
                   Network = network,
                   Sample = sample,
                   TotalVariation = variation,
                   VariationUnits = parsed.Chosen<VariationUnits>(Units)!.Value,
                   Batch = parsed.GetValue(Batch),
                   Steps = parsed.GetValue(Steps) ?? steps,
                   LearningRate = new LearningRate(parsed.GetValue(Rate) ?? rate, 0.99, 1000),
                   Precision = _common.PrecisionOf(parsed),
                   Seed = parsed.GetValue(_common.Seed),
               },
        ];
    }
}
