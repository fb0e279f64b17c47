using Detectkit.Configuration.Project;
using Detectkit.Runtime;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

public class ProfileResolutionTests
{
    private const string Text = """
        profiles:
          warehouse:
            type: ${KIND}
            host: ${HOST}
            port: "{{ env_var('PORT') }}"
            user: reader
            password: pre-${WAREHOUSE_PASSWORD}
            data_database: shop
            internal_database: detectkit
            settings: {net_read_timeout: 30, api_key: '${API_KEY}', ssl: {ca: ca.pem}}
        """;

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["KIND"] = "mariadb", ["HOST"] = "db.example", ["PORT"] = "3307", ["WAREHOUSE_PASSWORD"] = "hush-hush", ["API_KEY"] = "k-e-y-s",
    };

    [Fact]
    public void What_a_profile_says_is_hidden_and_equal_values_are_not_told_apart()
    {
        var profile = new ConnectionProfile("warehouse", DatabaseDialects.Postgres) { Host = "db", User = "shop", Password = "shop-secret", Database = "shop" };

        Assert.Equal("<user or database> on <host> says <password>, not <user or database>", profile.Hide("shop on db says shop-secret, not shop"));
    }

    [Fact]
    public void Every_field_is_read_with_its_variables_filled_in()
    {
        var profile = Resolve(Variables, new Secrets());

        Assert.Equal(
            new ConnectionProfile("warehouse", DatabaseDialects.MySql)
            {
                Host = "db.example",
                Port = 3307,
                User = "reader",
                Password = "pre-hush-hush",
                Database = "shop",
                TableSchema = "detectkit",
                Settings = [new("net_read_timeout", "30"), new("api_key", "k-e-y-s"), new("ssl.ca", "ca.pem")],
            },
            profile);
    }

    [Theory]
    [InlineData("KIND", "type")]
    [InlineData("HOST", "host")]
    [InlineData("PORT", "port")]
    [InlineData("WAREHOUSE_PASSWORD", "password")]
    [InlineData("API_KEY", "settings.api_key")]
    public void A_missing_variable_is_named_and_no_value_is(string variable, string field)
    {
        var failure = Resolution(Variables.Where(v => v.Key != variable).ToDictionary(), new Secrets()).Failure!;

        Assert.Equal("DTK0409", failure.Rule.Id);
        Assert.Equal($"profile 'warehouse': '{field}' needs the environment variable {variable}, which is not set", failure.Message);
    }

    [Fact]
    public void A_value_that_cannot_be_used_is_not_shown()
    {
        var failure = Resolution(new(Variables) { ["PORT"] = "hush-hush" }, new Secrets()).Failure!;

        Assert.Equal("profile 'warehouse': 'port' must be an integer from 1 to 65535", failure.Message);
    }

    [Fact]
    public void What_a_secret_variable_holds_is_taken_out_of_every_text()
    {
        var secrets = new Secrets();

        var profile = Resolve(Variables, secrets);

        Assert.Equal("*** and ***, k *** db.example", secrets.Redact("hush-hush and pre-hush-hush, k k-e-y-s db.example"));
        Assert.Equal("warehouse (MySql)", profile.ToString());
    }

    private static ConnectionProfile Resolve(Dictionary<string, string> variables, Secrets secrets) => Resolution(variables, secrets).Connection!;

    private static (ConnectionProfile? Connection, MetricFailure? Failure) Resolution(Dictionary<string, string> variables, Secrets secrets)
    {
        var reading = ProfilesReader.Read("profiles.yml", Text);
        Assert.Empty(reading.Findings);
        return new ProfileResolution(variables.GetValueOrDefault, secrets).Resolve(reading.Profiles!.Find("warehouse")!);
    }
}
