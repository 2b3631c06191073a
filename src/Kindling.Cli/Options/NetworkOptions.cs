using System.CommandLine;
using Kindling.Initialization;
using Kindling.Studies;

namespace Kindling.Cli.Options;

/// <summary>
/// The options that describe a network and its initializers: one name and one meaning in every command.
/// </summary>
sealed class NetworkOptions
{
    static readonly string[] s_variances = ["weight-variance", "bias-variance"];

    readonly SettingOptions _options;

    /// <summary>Makes the options.</summary>
    /// <param name="defaultWidth">The default width as the help tells it; null for that of the table.</param>
    public NetworkOptions(string? defaultWidth = null) => _options = new SettingOptions(
        from setting in StudySettings.All
        where setting.Group == SettingGroup.Network || InitializerSettings.OptionNames.Contains(setting.Name)
        select setting.Name == "width" && defaultWidth is not null
            ? setting with { DefaultWords = defaultWidth }
            : setting);

    public Option<string?> Kind => _options.Text("network");

    public Option<string?> Activation => _options.Text("activation");

    public IEnumerable<Option> All => _options.All;

    /// <summary>The options that mean something to a draw only, not to weights from a file.</summary>
    public IEnumerable<Option> OfDraws => All.Except([Kind, Activation]);

    /// <summary>The network that was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="defaultWidth">The width where none was given; null for that of the table.</param>
    public NetworkChoice Network(ParseResult parsed, string? defaultWidth = null)
    {
        SettingValues values = _options.Values(parsed);
        if (defaultWidth is not null && !values.Has("width"))
            values.Add("width", defaultWidth);
        return StudySettings.Resolve(
            values,
            SettingForms.Train,
            _ => throw new InvalidOperationException("A network has no problem."),
            StudySettings.All.Where(s => s.Group == SettingGroup.Network || s_variances.Contains(s.Name))).Network;
    }

    /// <summary>The schemes of a list, with the options that were given for all that take them.</summary>
    /// <exception cref="ArgumentException">
    /// The list names no schemes, or an option was given that none of them takes.
    /// </exception>
    public IReadOnlyList<Initializer> Schemes(ParseResult parsed, string list)
    {
        IReadOnlyList<Initializer> schemes = Initializers.ParseList(list, SchemeOptions(parsed));
        RequireTaken(parsed, schemes);
        return schemes;
    }

    /// <summary>The only scheme of a text.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="text">The scheme.</param>
    /// <param name="what">What has one scheme, for the error.</param>
    public Initializer Scheme(ParseResult parsed, string text, string what)
    {
        IReadOnlyList<Initializer> named = Schemes(parsed, text);
        return named.Count == 1
            ? named[0]
            : throw new UsageException($"--init names {named.Count} initializers, but {what} has one");
    }

    /// <summary>Refuses options of schemes that none of the schemes nor the ntk parameterization takes.</summary>
    public void RequireTaken(ParseResult parsed, IEnumerable<Initializer> schemes) =>
        InitializerSettings.RequireTaken(
            _options.Values(parsed), schemes, Network(parsed).Parameterization.IsNtk);

    /// <summary>The options of schemes, for those that take them.</summary>
    public InitializerOptions SchemeOptions(ParseResult parsed) =>
        InitializerSettings.OptionsOf(_options.Values(parsed));
}
