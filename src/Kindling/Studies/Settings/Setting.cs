namespace Kindling.Studies;

/// <summary>One setting of a study, written once: every form in which people set it comes from here.</summary>
/// <remarks>
/// The entries are in the files beside this one, a file for each <see cref="SettingGroup"/>;
/// <see cref="StudySettings"/> lists them. Command-line options, study files, grids, JSON documents, printed commands,
/// the page docs/settings.md and the JSON schema are made from the entries.
/// </remarks>
public sealed record Setting
{
    const SettingForms Usual = SettingForms.Compare | SettingForms.Train | SettingForms.Grid;

    /// <summary>The name in every form: kebab-case; documents in JSON take the camelCase of it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in one line; names of settings stand in braces.</summary>
    public required string Help { get; init; }

    /// <summary>Its values.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>What it is about.</summary>
    public SettingGroup Group { get; init; }

    /// <summary>The forms that have it; the file of a comparison or a run has every setting.</summary>
    public SettingForms Forms { get; init; } = Usual;

    /// <summary>A value, e.g. <c>0.01</c>.</summary>
    public required string Example { get; init; }

    /// <summary>The default, where it is the same whatever the other settings are.</summary>
    public string? Constant { get; init; }

    /// <summary>The default in words, where it depends on other settings.</summary>
    public string? DefaultWords { get; init; }

    /// <summary>Whether a printed command leaves it out at its default.</summary>
    public bool IsRare { get; init; }

    /// <summary>For the path of a file: the setting with its hash, which identifies the file.</summary>
    internal string? Hash { get; init; }

    /// <summary>The default as a function of the settings before it; null leaves it open.</summary>
    internal Func<SettingContext, string?>? Default { get; init; }

    /// <summary>What must be so for it to mean anything.</summary>
    internal IReadOnlyList<SettingNeed> Needs { get; init; } = [];

    /// <summary>A reason against a value that was given, or null.</summary>
    internal Func<SettingContext, SettingException?>? Conflict { get; init; }

    /// <summary>The value in a study, or null where it is open.</summary>
    internal Func<Study, object?> Get { get; init; } = _ => null;

    /// <summary>Sets a text.</summary>
    internal Func<SettingContext, string, Study> Set { get; init; } = (context, _) => context.Study;

    /// <summary>Makes a setting whose values have a type.</summary>
    internal static Setting Of<T>(
        string name,
        SettingKind<T> kind,
        string example,
        string help,
        Func<Study, object?> get,
        Func<Study, T, Study> set) => new()
        {
            Name = name,
            Kind = kind,
            Example = example,
            Help = help,
            Get = get,
            Set = (context, text) => set(context.Study, kind.Read(text)),
        };

    /// <summary>Whether a form has it.</summary>
    public bool IsIn(SettingForms form) => form == SettingForms.File || (Forms & form) != 0;

    /// <summary>One line of help, with the default.</summary>
    /// <param name="spell">Spells the names of settings in it.</param>
    public string HelpIn(Func<string, string> spell) => SettingText.Spell(
        DefaultText is string text ? $"{Help} [default: {text}]" : Help, spell);

    /// <summary>The default in words, or null where there is none; names of settings stand in braces.</summary>
    internal string? DefaultText => DefaultWords ?? (Kind.Shape == SettingShape.Flag ? null : Constant);

    /// <summary>The value in a study as text; null where it is open, or means nothing there.</summary>
    public string? TextOf(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Needs.All(n => n.Holds(study)) ? SettingText.Of(Get(study)) : null;
    }

    /// <summary>Refuses a text that is no value.</summary>
    /// <exception cref="SettingException">It is out of range, or names something that is not there.</exception>
    public void Check(string text) => Guarded(text, () =>
    {
        Kind.Check(text);
        return 0;
    });

    /// <summary>The study with this setting set to a text.</summary>
    /// <exception cref="SettingException">It is out of range, or names something that is not there.</exception>
    internal Study Apply(SettingContext context, string text) => Guarded(text, () => Set(context, text));

    /// <summary>The text of the default, or null where it is open.</summary>
    internal string? DefaultIn(SettingContext context) => Default is null ? Constant : Default(context);

    T Guarded<T>(string text, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (FormatException e)
        {
            throw new SettingException(Name, text, Kind.Rule + e.Message);
        }
        catch (ArgumentException e) when (e is not SettingException)
        {
            throw new SettingException(text, Kind.Rule, e);
        }
    }
}
