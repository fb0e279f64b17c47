using Npgsql;

namespace Detectkit.Build.Sources;

/// <summary>What a profile says of PostgreSQL: the fields, and settings as libpq, through which the reference connects, names them.</summary>
internal static class PostgresSettings
{
    // A server that is gone without a word is noticed after about a minute.
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveStep = 10;

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["application_name"] = "Application Name",
        ["channel_binding"] = "Channel Binding",
        ["connect_timeout"] = "Timeout",
        ["krbsrvname"] = "Kerberos Service Name",
        ["passfile"] = "Passfile",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslmode"] = "SSL Mode",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
    };

    // libpq's own affairs, for which this driver has no counterpart or needs none.
    private static readonly HashSet<string> WithoutCounterpart = new(StringComparer.Ordinal)
    {
        "client_encoding", "fallback_application_name", "gssencmode", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "sslcompression", "sslsni",
        "target_session_attrs", "tcp_user_timeout",
    };

    /// <summary>The driver's settings of a profile: UTC, no limit of time, and what the profile says over that.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="LoadingFailedException">A setting has a value that cannot be used.</exception>
    public static NpgsqlConnectionStringBuilder Of(ConnectionProfile profile)
    {
        var options = new NpgsqlConnectionStringBuilder
        {
            Host = profile.Host,
            Port = profile.Port ?? NpgsqlConnection.DefaultPort,
            Username = profile.User,
            Password = profile.Password,
            Database = profile.Database,
            Timezone = "UTC",
            ApplicationName = "detectkit",
            TcpKeepAlive = true,
            TcpKeepAliveTime = KeepAliveSeconds,
            TcpKeepAliveInterval = KeepAliveStep,

            // How long a query may take is for its caller to say, who cancels it.
            CommandTimeout = 0,
        };
        var session = new List<string>();
        foreach (var (name, value) in profile.Settings.Where(s => !WithoutCounterpart.Contains(s.Key)))
        {
            if (name == "options")
            {
                session.Add(value);
            }
            else if (Keywords.TryGetValue(name, out var keyword))
            {
                Set(options, keyword, name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value, profile, name);
            }
            else
            {
                // PostgreSQL splits this at blanks and takes what a backslash precedes as it is.
                session.Add($"-c {name}={value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(" ", @"\ ", StringComparison.Ordinal)}");
            }
        }

        options.Options = string.Join(' ', session);
        return options;
    }

    private static void Set(NpgsqlConnectionStringBuilder options, string keyword, string value, ConnectionProfile profile, string name)
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
