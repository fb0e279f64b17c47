using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Project;

/// <summary>Reads <c>profiles.yml</c>. No value gets into a finding: any of them may be a secret.</summary>
public static class ProfilesReader
{
    /// <summary>Reads the file's text; any text gives a reading, nothing is thrown.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The profiles and what was found.</returns>
    public static ProfilesReading Read(string path, string text) => Read(path, YamlReader.Read(text));

    /// <summary>Reads the file's bytes, which must be UTF-8.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>The profiles and what was found.</returns>
    public static ProfilesReading Read(string path, byte[] bytes) => Read(path, YamlReader.Read(bytes));

    /// <summary>Whether a text holds a placeholder for an environment variable, so that its value is not known before it is used.</summary>
    internal static bool HasPlaceholder(string text) =>
        text.IndexOf("${", StringComparison.Ordinal) >= 0 || text.IndexOf("{{", StringComparison.Ordinal) >= 0;

    internal static ProfilesReading Read(string path, YamlReading yaml)
    {
        var findings = new FileFindings(path);
        var root = findings.RootMapping(yaml, "the profiles file");
        var profiles = root is null ? null : Read(MappingReader.Create(root, ProjectFields.ProfilesFile, findings));
        return new ProfilesReading(path, findings.HasErrors ? null : profiles, findings.InFileOrder());
    }

    private static Profiles Read(MappingReader file)
    {
        var all = Named(file, ProjectFields.Profiles)
            .Select(p => ReadProfile(p, file.Findings))
            .OfType<Profile>()
            .ToValueList();
        var channels = Named(file, ProjectFields.AlertChannels).Select(c => c.Key.StringValue!).ToValueList();
        var standard = file.Located(ProjectFields.DefaultProfile);
        if (standard is not null && !HasPlaceholder(standard.Text) && all.All(p => p.Name != standard.Text))
        {
            file.Findings.Add(
                Rules.ProfileUnknown, standard.Span, "There is no profile of this name" + SpellingSuggestion.Hint(standard.Text, all.Select(p => p.Name).ToList()));
        }

        return new Profiles(standard, all, channels);
    }

    private static List<YamlEntry> Named(MappingReader file, Field field)
    {
        if (file.Value(field) is not { } entry)
        {
            return [];
        }

        if (entry.Value is not YamlMapping mapping)
        {
            file.Findings.Add(Rules.WrongType, entry.Value.Span, "'" + field.Name + "' must be a mapping of names.");
            return [];
        }

        var named = file.Findings.Entries(mapping);
        foreach (var wrong in named.Where(n => n.Key.StringValue is null || n.Value is not YamlMapping))
        {
            file.Findings.Add(Rules.WrongType, wrong.ValueSpan, "Each entry of '" + field.Name + "' must be a name, in quotes where it looks like a number, with a mapping.");
        }

        return named.Where(n => n.Key.StringValue is not null && n.Value is YamlMapping).ToList();
    }

    private static Profile? ReadProfile(YamlEntry named, FileFindings findings)
    {
        var profile = MappingReader.Create((YamlMapping)named.Value, ProjectFields.Profile, findings);
        if (profile.Value(ProjectFields.Type) is not { } entry)
        {
            return null;
        }

        var type = entry.Value.StringValue;
        if (type is null || !(HasPlaceholder(type) || ProjectFields.Type.Choices.Contains(type)))
        {
            findings.Add(Rules.UnknownChoice, entry.Value.Span, "'type' must be one of " + string.Join(", ", ProjectFields.Type.Choices) + ".");
            return null;
        }

        CheckPort(profile);
        var values = profile.Shape.Fields
            .Where(f => f != ProjectFields.Type && f != ProjectFields.Settings)
            .Select(f => (f.Name, Entry: profile.Value(f)))
            .Where(f => f.Entry is not null && IsScalar(f.Entry, findings))
            .Select(f => new KeyValuePair<string, string>(f.Name, ((YamlScalar)f.Entry!.Value).Text));
        return new Profile(named.Key.StringValue!, named.Key.Span, type, values.ToValueList(), SettingsOf(profile));
    }

    private static void CheckPort(MappingReader profile)
    {
        if (profile.Value(ProjectFields.Port) is { Value: YamlScalar scalar } && !HasPlaceholder(scalar.Text)
            && !(ValueReader.WholeOf(scalar, out _) is { } port && port >= 1 && port <= ushort.MaxValue))
        {
            profile.Findings.Add(Rules.OutOfRange, scalar.Span, "'port' must be an integer from 1 to 65535.");
        }
    }

    private static bool IsScalar(YamlEntry entry, FileFindings findings)
    {
        if (entry.Value is YamlScalar)
        {
            return true;
        }

        findings.Add(Rules.WrongType, entry.Value.Span, "'" + ((YamlScalar)entry.Key).Text + "' must be a single value.");
        return false;
    }

    private static ValueList<KeyValuePair<string, string>> SettingsOf(MappingReader profile)
    {
        if (profile.Value(ProjectFields.Settings) is not { } entry)
        {
            return [];
        }

        if (entry.Value is YamlMapping mapping)
        {
            // The reference's drivers take groups of settings, such as 'ssl'.
            return MappingKeys.Effective(mapping)
                .SelectMany(s => s.Value is YamlMapping group ? MappingKeys.Effective(group).Select(inner => (Prefix: ((YamlScalar)s.Key).Text + ".", Entry: inner)) : [("", s)])
                .Where(s => !s.Entry.IsNull && IsScalar(s.Entry, profile.Findings))
                .Select(s => new KeyValuePair<string, string>(s.Prefix + ((YamlScalar)s.Entry.Key).Text, ((YamlScalar)s.Entry.Value).Text))
                .ToValueList();
        }

        profile.Findings.Add(Rules.WrongType, entry.Value.Span, "'settings' must be a mapping.");
        return [];
    }
}
