using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindling.Calibration;

/// <summary>Finished families in a file of JSON lines: what is there is not trained again.</summary>
sealed class FamilyCache
{
    static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    readonly Lock _lock = new();
    readonly Dictionary<string, StoredFamily> _families = [];
    readonly string _path;

    /// <summary>Reads the file, if it is there. A line that was cut off when a run was stopped is left out.</summary>
    public FamilyCache(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, name + ".jsonl");
        string[] lines = File.Exists(_path) ? File.ReadAllLines(_path) : [];
        foreach (StoredFamily family in lines.Select(Read).OfType<StoredFamily>())
            _families[family.Key] = family;
        File.WriteAllLines(_path, _families.Values.Select(Line));
    }

    /// <summary>A finished family, or null.</summary>
    public StoredFamily? Find(string key)
    {
        lock (_lock)
            return _families.GetValueOrDefault(key);
    }

    /// <summary>Keeps a finished family.</summary>
    public void Add(StoredFamily family)
    {
        lock (_lock)
        {
            _families[family.Key] = family;
            File.AppendAllLines(_path, [Line(family)]);
        }
    }

    static string Line(StoredFamily family) => JsonSerializer.Serialize(family, s_json);

    static StoredFamily? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredFamily>(line, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
