using System.Globalization;
using MySqlConnector;

namespace Detectkit.Build.Sources;

/// <summary>What a profile says of MySQL or MariaDB: the fields, and settings as PyMySQL, through which the reference connects, names them.</summary>
internal static class MySqlSettings
{
    // A server that is gone without a word is noticed after about a minute.
    private const uint KeepAliveSeconds = 30;

    private const int UsualPort = 3306;

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["connect_timeout"] = "Connection Timeout",
        ["program_name"] = "Application Name",
        ["ssl_ca"] = "SSL CA",
        ["ssl_cert"] = "SSL Cert",
        ["ssl_key"] = "SSL Key",
        ["ssl.ca"] = "SSL CA",
        ["ssl.cert"] = "SSL Cert",
        ["ssl.key"] = "SSL Key",
    };

    private static readonly Dictionary<string, MySqlSslMode> SslModes = new(StringComparer.Ordinal)
    {
        ["ssl_disabled"] = MySqlSslMode.None,
        ["ssl_verify_cert"] = MySqlSslMode.VerifyCA,
        ["ssl_verify_identity"] = MySqlSslMode.VerifyFull,
        ["ssl.check_hostname"] = MySqlSslMode.VerifyFull,
    };

    // PyMySQL's own affairs, for which this driver has no counterpart or needs none.
    private static readonly HashSet<string> WithoutCounterpart = new(StringComparer.Ordinal)
    {
        "autocommit", "charset", "collation", "local_infile", "max_allowed_packet", "read_timeout", "use_unicode", "write_timeout",
    };

    /// <summary>The driver's settings of a profile: no limit of time, numbers as numbers, and what the profile says over that.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="LoadingFailedException">A setting has a value that cannot be used.</exception>
    public static MySqlConnectionStringBuilder Of(ConnectionProfile profile)
    {
        var options = new MySqlConnectionStringBuilder
        {
            Server = profile.Host,
            Port = (uint)(profile.Port ?? UsualPort),
            UserID = profile.User ?? "",
            Password = profile.Password ?? "",
            Database = profile.Database ?? "",
            Keepalive = KeepAliveSeconds,

            // How long a query may take is for its caller to say, who cancels it.
            DefaultCommandTimeout = 0,

            // A zero date is no stamp: it comes as the first there is.
            ConvertZeroDateTime = true,
            AllowUserVariables = true,

            // A small number is a number: as a truth value, 7 would be 1.
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None,
        };
        foreach (var (name, value) in profile.Settings)
        {
            if (SslModes.TryGetValue(name, out var mode))
            {
                options.SslMode = value is "true" or "True" or "1" ? mode : options.SslMode;
            }
            else if (Keywords.TryGetValue(name, out var keyword))
            {
                Set(options, keyword, value, profile, name);
            }
        }

        return options;
    }

    /// <summary>What is said to the server at the beginning of every session.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The commands, with the value of their parameter <c>value</c> where they have one.</returns>
    public static IEnumerable<(string Text, object? Value)> Session(ConnectionProfile profile)
    {
        yield return Variable("time_zone", "+00:00");
        foreach (var (name, value) in profile.Settings)
        {
            if (name == "init_command")
            {
                yield return (value, null);
            }
            else if (!SslModes.ContainsKey(name) && !Keywords.ContainsKey(name) && !WithoutCounterpart.Contains(name))
            {
                yield return Variable(name, value);
            }
        }
    }

    private static (string Text, object? Value) Variable(string name, string value)
    {
        // A variable that is a number does not take a text.
        var isNumber = decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return ($"SET SESSION {SqlIdentifier.Quote(DatabaseType.MySql, name)} = @value", isNumber ? number : value);
    }

    private static void Set(MySqlConnectionStringBuilder options, string keyword, string value, ConnectionProfile profile, string name)
    {
        try
        {
            options[keyword] = value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw ConnectionFailure.Of(profile, $"the setting '{name}' has a value that cannot be used", e);
        }
    }
}
