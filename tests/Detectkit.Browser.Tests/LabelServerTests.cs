using System.Net;
using System.Net.Sockets;
using System.Text;
using Detectkit.LabelServer;

namespace Detectkit.Build.Tests.Pages;

public sealed class LabelServerTests
{
    [Fact]
    public async Task Saving_writes_the_canonical_file_whole_and_ends_the_server()
    {
        await using var served = await ServedLabels.StartAsync();
        using var answer = await served.PostAsync("{\"incidents\": [{\"at\": \"2026-03-02 10:00:00\", \"label\": \"x\"}]}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(ServedLabels.Labels, await File.ReadAllTextAsync(Assert.Single(served.Saved())));
        Assert.Contains("\"isLast\":true", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await served.Server.WaitForEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.StartsWith("Saved incidents/orders/", Assert.Single(served.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_several_metrics_it_ends_after_the_last_is_saved()
    {
        await using var served = await ServedLabels.StartAsync("orders", "visits");
        Assert.Contains("visits", await served.Client.GetStringAsync(served.Address), StringComparison.Ordinal);
        using var first = await served.PostAsync(ServedLabels.Labels, metric: "orders/");
        Assert.Contains("\"isLast\":false", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var last = await served.PostAsync(ServedLabels.Labels.Replace("orders", "visits", StringComparison.Ordinal), metric: "visits/");
        Assert.Contains("\"isLast\":true", await last.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await served.Server.WaitForEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("evil.example:PORT")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1.evil.example:PORT")]
    [InlineData("localhost.:PORT")]
    [InlineData("[::1]:PORT")]
    [InlineData("0.0.0.0:PORT")]
    public async Task Another_host_name_is_refused(string host)
    {
        await using var served = await ServedLabels.StartAsync();
        var status = await RawAsync(served, $"GET {served.Address.AbsolutePath} HTTP/1.1\r\nHost: {host.Replace("PORT", Port(served), StringComparison.Ordinal)}\r\nConnection: close\r\n\r\n");
        Assert.Equal(421, status);
    }

    [Fact]
    public async Task A_request_without_or_with_two_host_names_is_refused()
    {
        await using var served = await ServedLabels.StartAsync();
        var own = "127.0.0.1:" + Port(served);
        Assert.Equal(400, await RawAsync(served, $"GET {served.Address.AbsolutePath} HTTP/1.1\r\nConnection: close\r\n\r\n"));
        Assert.Equal(400, await RawAsync(served, $"GET {served.Address.AbsolutePath} HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
        Assert.InRange(await RawAsync(served, $"GET http://evil.example{served.Address.AbsolutePath} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n"), 400, 421);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_there()
    {
        await using var served = await ServedLabels.StartAsync();
        var token = served.Address.Segments[1].TrimEnd('/');
        Assert.Equal(64, token.Length);
        var wrong = new string([.. token.Select(c => c == 'a' ? 'b' : 'a')]);
        foreach (var path in new[] { "/", "/orders/", "/orders/state", $"/{wrong}/orders/", $"/{token[..63]}/orders/", $"/{token}0/orders/", $"/{token.ToUpperInvariant()}x/orders/", $"//{token}/orders/" })
        {
            Assert.Equal(404, await RawAsync(served, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{Port(served)}\r\nConnection: close\r\n\r\n"));
        }
    }

    [Theory]
    [InlineData("../profiles.yml")]
    [InlineData("..%2fprofiles.yml")]
    [InlineData("%2e%2e/profiles.yml")]
    [InlineData("orders/../../profiles.yml")]
    [InlineData("orders/..%2f..%2fprofiles.yml")]
    [InlineData("orders/%2e%2e%5cprofiles.yml")]
    [InlineData("profiles.yml")]
    [InlineData("page.html")]
    [InlineData("orders/page.html")]
    [InlineData("orders//")]
    [InlineData("orders/%00")]
    [InlineData("orders")]
    [InlineData("ORDERS/")]
    [InlineData("orders/labels")]
    public async Task No_other_file_can_be_reached(string path)
    {
        await using var served = await ServedLabels.StartAsync();
        var status = await RawAsync(served, $"GET /{served.Address.Segments[1]}{path} HTTP/1.1\r\nHost: 127.0.0.1:{Port(served)}\r\nConnection: close\r\n\r\n");
        Assert.Contains(status, new[] { 400, 404 });
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    public async Task Other_methods_do_nothing(string method)
    {
        await using var served = await ServedLabels.StartAsync();
        var status = await RawAsync(served, $"{method} {served.Address.AbsolutePath}labels HTTP/1.1\r\nHost: 127.0.0.1:{Port(served)}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.InRange(status, 400, 499);
        Assert.Empty(served.Saved());
    }

    [Fact]
    public async Task A_body_of_50_megabytes_is_refused_and_nothing_is_written()
    {
        await using var served = await ServedLabels.StartAsync();
        var padding = new string('#', 50_000_000);
        try
        {
            using var answer = await served.PostAsync(ServedLabels.Labels + padding);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The server may hang up while the rest is still being sent, which is as good.
        }

        Assert.Empty(served.Saved());
        using var after = await served.Client.GetAsync(served.Address);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_body_that_claims_to_be_small_or_has_no_length_is_counted_all_the_same()
    {
        await using var served = await ServedLabels.StartAsync();
        try
        {
            using var answer = await served.PostAsync("", change: r =>
            {
                r.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(ServedLabels.Labels + new string('#', 2_000_000)));
                r.Content.Headers.ContentType = new("application/yaml");
                r.Headers.TransferEncodingChunked = true;
            });
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
        catch (HttpRequestException)
        {
            // As above.
        }

        Assert.Empty(served.Saved());
    }

    [Fact]
    public async Task Another_page_cannot_post()
    {
        await using var served = await ServedLabels.StartAsync();
        using var foreign = await served.PostAsync(ServedLabels.Labels, change: r => r.Headers.Add("Origin", "http://evil.example"));
        using var opaque = await served.PostAsync(ServedLabels.Labels, change: r => r.Headers.Add("Origin", "null"));
        using var crossSite = await served.PostAsync(ServedLabels.Labels, change: r => r.Headers.Add("Sec-Fetch-Site", "cross-site"));
        using var simple = await served.PostAsync(ServedLabels.Labels, change: r => r.Content!.Headers.ContentType = new("text/plain"));
        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.UnsupportedMediaType], new[] { foreign, opaque, crossSite, simple }.Select(a => a.StatusCode));
        Assert.Empty(served.Saved());
        using var own = await served.PostAsync(ServedLabels.Labels, change: r => r.Headers.Add("Origin", served.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("incidents: [1")]
    [InlineData("metric: visits\nincidents: []\n")]
    [InlineData("metric: orders\nincidents:\n  - {at: soon}\n")]
    [InlineData("just text")]
    public async Task What_is_no_labels_file_of_the_metric_is_refused_with_the_reason(string text)
    {
        await using var served = await ServedLabels.StartAsync();
        using var answer = await served.PostAsync(text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("\"message\":\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(served.Saved());
    }

    [Fact]
    public async Task A_body_that_is_not_UTF8_is_refused()
    {
        await using var served = await ServedLabels.StartAsync();
        using var answer = await served.PostAsync("", change: r =>
        {
            r.Content = new ByteArrayContent([0x69, 0xFF, 0xFE]);
            r.Content.Headers.ContentType = new("application/yaml");
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Of_two_tabs_the_second_is_told_that_the_first_has_saved()
    {
        await using var served = await ServedLabels.StartAsync("orders", "visits");
        using var first = await served.PostAsync(ServedLabels.Labels, "0", metric: "orders/");
        using var second = await served.PostAsync(ServedLabels.Labels, "0", metric: "orders/");
        using var forced = await served.PostAsync(ServedLabels.Labels, "*", metric: "orders/");
        using var unsaid = await served.PostAsync(ServedLabels.Labels, "soon", metric: "orders/");
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK, HttpStatusCode.PreconditionRequired],
            new[] { first, second, forced, unsaid }.Select(a => a.StatusCode));
        Assert.Equal(2, served.Saved().Length);
    }

    [Fact]
    public async Task Many_saves_at_once_each_write_a_file_of_their_own_and_leave_nothing_half_done()
    {
        await using var served = await ServedLabels.StartAsync("orders", "visits");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => served.PostAsync(ServedLabels.Labels, "*", metric: "orders/")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(20, served.Saved().Length);
        Assert.All(served.Saved(), f => Assert.Equal(ServedLabels.Labels, File.ReadAllText(f)));
    }

    [Fact]
    public async Task Two_projects_or_two_runs_of_one_get_ports_of_their_own()
    {
        await using var first = await ServedLabels.StartAsync();
        await using var second = await LabelServerApp.StartAsync(first.Project, TimeProvider.System, _ => { });
        Assert.NotEqual(first.Address.Port, second.Address.Port);
        Assert.Equal(HttpStatusCode.OK, (await first.Client.GetAsync(second.Address)).StatusCode);
    }

    [Fact]
    public async Task Answers_are_kept_by_nobody_and_framed_by_nobody()
    {
        await using var served = await ServedLabels.StartAsync();
        using var answer = await served.Client.GetAsync(served.Address);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_only()
    {
        await using var served = await ServedLabels.StartAsync();
        var others = (await Dns.GetHostAddressesAsync(Dns.GetHostName())).Where(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        foreach (var address in others)
        {
            using var client = new TcpClient();
            await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(address, served.Address.Port));
        }
    }

    private static string Port(ServedLabels served) => served.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // A client library would tidy up what is to be tested.
    private static async Task<int> RawAsync(ServedLabels served, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, served.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var line = await reader.ReadLineAsync();
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
