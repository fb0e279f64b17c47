using System.Globalization;
using System.Net;
using System.Text;
using Detectkit.Runtime.Databases;
using Detectkit.Tests;

namespace Detectkit.Build.Databases;

/// <summary>
/// Debian's ClickHouse, set to a zone that is none of the usual ones, behind what translates for it: it is older than the driver's
/// result format, settings and query parameters.
/// </summary>
public sealed class ClickHouseServer : DatabaseServer
{
    private readonly HttpClient client = new();
    private readonly ClickHouseTranslation? translation;

    public ClickHouseServer()
    {
        if (WhyNotHere is not null || Binary is not { } server)
        {
            return;
        }

        Directory.CreateDirectory(Data);
        var (config, users) = (Path.Combine(Data, "config.xml"), Path.Combine(Data, "users.xml"));
        File.WriteAllText(users, """
            <yandex><profiles><default/></profiles><quotas><default/></quotas><users>
            <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
            <secretive><password>hush-hush</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></secretive>
            </users></yandex>
            """);
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $"""
            <yandex><logger><level>error</level><console>1</console></logger><http_port>{Port}</http_port><listen_host>127.0.0.1</listen_host>
            <timezone>Asia/Kathmandu</timezone><path>{Data}/store/</path><tmp_path>{Data}/tmp/</tmp_path><users_config>{users}</users_config>
            <default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>5368709</mark_cache_size></yandex>
            """));
        Start(server, ["--config-file=" + config], () => Execute("SELECT 1"));
        translation = new ClickHouseTranslation(new Uri($"http://127.0.0.1:{Port}/"));
        Execute("CREATE DATABASE shop");
    }

    internal static string? Binary { get; } = FindProgram("/usr/sbin/clickhouse-server", "/usr/bin/clickhouse-server");

    /// <summary>Why tests with it are skipped; <c>null</c> where they are not.</summary>
    internal static string? WhyNotHere { get; } = WhyNot(Binary, null, "clickhouse-server");

    internal ConnectionProfile Profile =>
        new("warehouse", DatabaseDialects.ClickHouse) { Host = "127.0.0.1", Port = TranslatedPort, User = "secretive", Password = "hush-hush", Database = "shop" };

    internal int TranslatedPort => translation!.Port;

    /// <summary>Runs a statement as the server's owner.</summary>
    internal string Execute(string sql)
    {
        using var content = new StringContent(sql, Encoding.UTF8);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{Port}/")) { Content = content };
        using var answer = client.Send(request);
        using var body = new StreamReader(answer.Content.ReadAsStream(), Encoding.UTF8);
        var text = body.ReadToEnd();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return text.Trim();
    }

    protected override void Dispose(bool disposing)
    {
        translation?.Dispose();
        client.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The tests that share one server.</summary>
[CollectionDefinition(nameof(ClickHouseServer))]
public sealed class ClickHouseServerUsers : ICollectionFixture<ClickHouseServer>;

/// <summary>A fact that needs ClickHouse's server and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClickHouseFactAttribute : FactAttribute
{
    public ClickHouseFactAttribute() => Skip = ClickHouseServer.WhyNotHere;
}

/// <summary>A fact that needs ClickHouse's server and the recorded reference data and is skipped, saying so, without either.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClickHouseCorpusFactAttribute : FactAttribute
{
    public ClickHouseCorpusFactAttribute() => Skip = ClickHouseServer.WhyNotHere ?? new RecordedFactAttribute().Skip;
}
