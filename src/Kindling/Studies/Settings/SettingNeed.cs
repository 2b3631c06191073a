namespace Kindling.Studies;

/// <summary>What must be so for a setting to mean anything.</summary>
/// <param name="What">What the setting is for: <c>tables</c>.</param>
/// <param name="Holds">Whether it is so in a study.</param>
/// <param name="Lack">What is otherwise: <c>there is no {data}</c>; names of settings stand in braces.</param>
/// <param name="Remedy">What to do: <c>add {data} FILE</c>.</param>
sealed record SettingNeed(string What, Func<Study, bool> Holds, string Lack, string Remedy)
{
    public SettingException Refuse(string name) => new($"{{{name}}} is for {What}, but {Lack}", Remedy);
}
