using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;

namespace Detectkit.Runtime.Databases;

/// <summary>Turns a profile as written into one that can be used: environment variables replaced, texts read.</summary>
/// <param name="environment">Gives an environment variable's value; <c>null</c> where it is not set.</param>
/// <param name="secrets">Learns what must not be said.</param>
public sealed partial class ProfileResolution(Func<string, string?> environment, Secrets secrets)
{
    /// <summary>Resolves a profile.</summary>
    /// <param name="profile">The profile as it is written.</param>
    /// <returns>What to connect by; or why not: a variable is not set, or a value cannot be read.</returns>
    public (ConnectionProfile? Connection, MetricFailure? Failure) Resolve(Profile profile)
    {
        try
        {
            return (ResolveOrThrow(profile), null);
        }
        catch (LoadingFailedException e)
        {
            return (null, e.Failure);
        }
    }

    private ConnectionProfile ResolveOrThrow(Profile profile)
    {
        var type = Filled(profile, "type", profile.Type);
        var password = Value(profile, "password");
        secrets.Add(password);
        var dialect = DatabaseDialects.Find(type)
            ?? throw Invalid(profile, $"'type' must be one of {string.Join(", ", DatabaseDialects.All.SelectMany(d => d.ProfileTypes))}");
        return new ConnectionProfile(profile.Name, dialect)
        {
            Path = Value(profile, "path"),
            IsReadOnly = BooleanOf(profile, "read_only"),
            Host = Value(profile, "host") ?? "localhost",
            Port = PortOf(profile),
            User = Value(profile, "user"),
            Password = password,
            Database = Value(profile, "database") ?? Value(profile, "data_database") ?? Value(profile, "internal_database"),
            TableSchema = Value(profile, dialect.TableSchemaField),
            Settings = SettingsOf(profile, dialect),
        };
    }

    private ValueList<KeyValuePair<string, string>> SettingsOf(Profile profile, DatabaseDialect dialect)
    {
        var settings = profile.Settings.Select(s => new KeyValuePair<string, string>(s.Key, Filled(profile, "settings." + s.Key, s.Value))).ToList();
        foreach (var (_, value) in settings.Where(s => SecretName().IsMatch(s.Key)))
        {
            secrets.Add(value);
        }

        var defaults = dialect.DefaultSettings(field => Value(profile, field)).Where(d => settings.TrueForAll(s => s.Key != d.Key));
        return [.. defaults, .. settings];
    }

    private string? Value(Profile profile, string field) => profile.Find(field) is { } written ? Filled(profile, field, written) : null;

    private string Filled(Profile profile, string field, string written) => Placeholder().Replace(written, match =>
    {
        var name = match.Groups["name"].Value;
        var value = environment(name) ?? throw Invalid(profile, $"'{field}' needs the environment variable {name}, which is not set");
        if (SecretName().IsMatch(name))
        {
            secrets.Add(value);
        }

        return value;
    });

    private int? PortOf(Profile profile)
    {
        if (Value(profile, "port") is not { } text)
        {
            return null;
        }

        return int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw Invalid(profile, "'port' must be an integer from 1 to 65535");
    }

    private bool BooleanOf(Profile profile, string field) => Value(profile, field)?.Trim().ToUpperInvariant() switch
    {
        null or "" or "FALSE" or "F" or "NO" or "N" or "OFF" or "0" => false,
        "TRUE" or "T" or "YES" or "Y" or "ON" or "1" => true,
        _ => throw Invalid(profile, $"'{field}' must be true or false"),
    };

    private static LoadingFailedException Invalid(Profile profile, string message) => new(RuntimeRules.ProfileInvalid, $"profile '{profile.Name}': {message}");

    [GeneratedRegex("""\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}|\{\{\s*env_var\(\s*['"](?<name>[^'"]+)['"]\s*\)\s*\}\}""", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex("pass|pwd|secret|token|key|credential|auth", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
