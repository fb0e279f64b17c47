using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;

namespace Detectkit.Build.Sources;

/// <summary>Turns a profile as written into one that can be used: environment variables replaced, texts read.</summary>
/// <param name="environment">Gives a variable's value, or <c>null</c> where it is not set.</param>
/// <param name="secrets">Learns what must not be shown.</param>
internal sealed partial class ProfileResolution(Func<string, string?> environment, Secrets secrets)
{
    /// <summary>Resolves a profile.</summary>
    /// <param name="profile">The profile as written.</param>
    /// <returns>How to reach its database.</returns>
    /// <exception cref="LoadingFailedException">A variable is not set, or a value cannot be read.</exception>
    public ConnectionProfile Resolve(Profile profile)
    {
        var type = Filled(profile, "type", profile.Type);
        var password = Value(profile, "password");
        secrets.Add(password);
        var kind = TypeOf(profile, type);
        return new ConnectionProfile(profile.Name, kind)
        {
            Path = Value(profile, "path"),
            IsReadOnly = TruthOf(profile, "read_only"),
            Host = Value(profile, "host") ?? "localhost",
            Port = PortOf(profile),
            User = Value(profile, "user"),
            Password = password,
            Database = Value(profile, "database") ?? Value(profile, "data_database") ?? Value(profile, "internal_database"),
            TableSchema = Value(profile, kind is DatabaseType.Postgres or DatabaseType.DuckDb ? "internal_schema" : "internal_database"),
            Settings = SettingsOf(profile),
        };
    }

    private ValueList<KeyValuePair<string, string>> SettingsOf(Profile profile)
    {
        var settings = profile.Settings.Select(s => new KeyValuePair<string, string>(s.Key, Filled(profile, "settings." + s.Key, s.Value))).ToList();
        foreach (var (_, value) in settings.Where(s => SecretName().IsMatch(s.Key)))
        {
            secrets.Add(value);
        }

        // Unqualified tables of a query are those of the schema that holds the data.
        return profile.Type == "postgres" && Value(profile, "data_schema") is { } schema && profile.Settings.All(s => s.Key != "search_path")
            ? settings.Prepend(new KeyValuePair<string, string>("search_path", schema + ",public")).ToValueList()
            : settings.ToValueList();
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

    private bool TruthOf(Profile profile, string field) => Value(profile, field)?.Trim().ToUpperInvariant() switch
    {
        null or "" or "FALSE" or "F" or "NO" or "N" or "OFF" or "0" => false,
        "TRUE" or "T" or "YES" or "Y" or "ON" or "1" => true,
        _ => throw Invalid(profile, $"'{field}' must be true or false"),
    };

    private static DatabaseType TypeOf(Profile profile, string type) => type switch
    {
        "duckdb" => DatabaseType.DuckDb,
        "postgres" => DatabaseType.Postgres,
        "mysql" or "mariadb" => DatabaseType.MySql,
        "clickhouse" => DatabaseType.ClickHouse,
        _ => throw Invalid(profile, "'type' must be one of duckdb, postgres, mysql, mariadb, clickhouse"),
    };

    private static LoadingFailedException Invalid(Profile profile, string message) => new(BuildRules.ProfileInvalid, $"profile '{profile.Name}': {message}");

    [GeneratedRegex("""\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}|\{\{\s*env_var\(\s*['"](?<name>[^'"]+)['"]\s*\)\s*\}\}""", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex("pass|pwd|secret|token|key|credential|auth", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
