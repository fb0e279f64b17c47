using Detectkit.Build.Pages.Labels;
using Detectkit.Build.Pages.Serving;
using Detectkit.LabelServer;

namespace Detectkit.Build.Tests.Pages;

/// <summary>A running label server over a project in a temporary folder.</summary>
internal sealed class ServedLabels : IAsyncDisposable
{
    public const string Labels = "metric: orders\ntimezone: UTC\nincidents:\n  - {at: \"2026-03-02 10:00:00\", label: \"x\"}\n";

    private ServedLabels(string root, LabelServerManifest manifest)
    {
        Root = root;
        Manifest = manifest;
    }

    public string Root { get; }

    public LabelServerManifest Manifest { get; }

    public ServedProject Project => ServedProject.Parse(Manifest.ToJson());

    public LabelServerApp Server { get; private set; } = null!;

    public List<string> Log { get; } = [];

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    public Uri Address => Server.Address;

    public string Incidents => Path.Combine(Root, "incidents", "orders");

    public static ServedLabels Prepare(params string[] metrics)
    {
        var root = Directory.CreateTempSubdirectory("served").FullName;
        var page = Path.Combine(root, "page.html");
        File.WriteAllText(page, LabelPage.Render(SampleSeries.LabelModel(500, isServed: true) with { Suggestions = [] }));
        File.WriteAllText(Path.Combine(root, "profiles.yml"), "secret");
        var served = (metrics.Length == 0 ? ["orders"] : metrics).Select(m => new LabelledMetric(m, page, "dotnet build -t:Autotune -p:AutotuneSelect=" + m)).ToList();
        return new ServedLabels(root, new LabelServerManifest(root, served, Path.Combine(root, "address.txt"), OpensBrowser: false, EndsWithInput: true));
    }

    public static async Task<ServedLabels> StartAsync(params string[] metrics)
    {
        var served = Prepare(metrics);
        served.Server = await LabelServerApp.StartAsync(served.Project, TimeProvider.System, line =>
        {
            lock (served.Log)
            {
                served.Log.Add(line);
            }
        });
        return served;
    }

    public Task<HttpResponseMessage> PostAsync(string text, string known = "0", Action<HttpRequestMessage>? change = null, string metric = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, metric + "labels")) { Content = new StringContent(text) };
        request.Content.Headers.ContentType = new("application/yaml");
        request.Headers.TryAddWithoutValidation("If-Match", known);
        change?.Invoke(request);
        return Client.SendAsync(request);
    }

    public string[] Saved() => Directory.Exists(Incidents) ? [.. Directory.GetFiles(Incidents).Order(StringComparer.Ordinal)] : [];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        Directory.Delete(Root, recursive: true);
    }
}
