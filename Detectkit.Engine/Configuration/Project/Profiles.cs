namespace Detectkit.Configuration.Project;

/// <summary>Connections and alert channels, <c>profiles.yml</c>, as written: <c>${VAR}</c> and <c>{{ env_var('VAR') }}</c> are not replaced.</summary>
/// <param name="DefaultProfile">YAML <c>default_profile</c>, or null.</param>
/// <param name="All">The profiles in file order.</param>
/// <param name="AlertChannels">The names of the alert channels in file order.</param>
public sealed record Profiles(Located? DefaultProfile, ValueList<Profile> All, ValueList<string> AlertChannels)
{
    /// <summary>The profile of a name, or null.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The profile.</returns>
    public Profile? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}

/// <summary>One profile, its values as texts.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="Span">Where the name stands.</param>
/// <param name="Type">YAML <c>type</c> as written.</param>
/// <param name="Values">The other fields in file order; nulls are left out.</param>
/// <param name="Settings">YAML <c>settings</c> in file order.</param>
public sealed record Profile(
    string Name, SourceSpan Span, string Type, ValueList<KeyValuePair<string, string>> Values, ValueList<KeyValuePair<string, string>> Settings)
{
    /// <summary>The value of a field as written, or null.</summary>
    /// <param name="field">The field's name.</param>
    /// <returns>The text.</returns>
    public string? Find(string field)
    {
        var found = Values.Where(v => v.Key == field).ToList();
        return found.Count > 0 ? found[found.Count - 1].Value : null;
    }

    /// <summary>Name and type: a record prints its members, and this one must not print a password.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name + " (" + Type + ")";
}

/// <summary>What reading a profiles file gave. Compares by value.</summary>
/// <param name="Path">The file as it was given to the reader.</param>
/// <param name="Profiles">The profiles, or null where an error was found.</param>
/// <param name="Findings">The findings in file order; none of them shows a value of the file.</param>
public sealed record ProfilesReading(string Path, Profiles? Profiles, ValueList<Finding> Findings);
