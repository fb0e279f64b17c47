using System.Diagnostics;
using Detectkit.Build.Pages.Serving;

namespace Detectkit.Build.Tests.Pages;

public sealed class LabelServerProcessTests
{
    [Fact]
    public async Task Cancelling_stops_the_server_and_removes_the_manifest()
    {
        await using var served = ServedLabels.Prepare();
        using var cancel = new CancellationTokenSource();
        var (address, end) = await RunAsync(served, cancel);
        using var client = new HttpClient();
        Assert.Contains("label incidents", await client.GetStringAsync(address), StringComparison.Ordinal);
        await cancel.CancelAsync();
        Assert.Equal(LabelServerEnd.Done, await end.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.False(File.Exists(Path.Combine(served.Root, "serve.json")));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(address));
    }

    [Fact]
    public async Task Saving_ends_the_process_by_itself()
    {
        await using var served = ServedLabels.Prepare();
        using var cancel = new CancellationTokenSource();
        var (address, end) = await RunAsync(served, cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "labels")) { Content = new StringContent(ServedLabels.Labels) };
        request.Content.Headers.ContentType = new("application/yaml");
        request.Headers.TryAddWithoutValidation("If-Match", "0");
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request);
        Assert.Equal(LabelServerEnd.Done, await end.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Single(served.Saved());
    }

    [Fact]
    public async Task An_interrupt_ends_the_process()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var served = ServedLabels.Prepare();
        var manifest = Path.Combine(served.Root, "serve.json");
        await File.WriteAllTextAsync(manifest, (served.Manifest with { EndsWithInput = false }).ToJson());
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Detectkit.LabelServer.dll"), manifest]) { RedirectStandardOutput = true })!;
        Assert.StartsWith("Label at http://127.0.0.1:", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void The_worker_itself_needs_no_ASP_NET_Core() => Assert.DoesNotContain(
        "AspNetCore", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Detectkit.Worker.runtimeconfig.json")), StringComparison.Ordinal);

    private static async Task<(Uri Address, Task<LabelServerEnd> End)> RunAsync(ServedLabels served, CancellationTokenSource cancel)
    {
        var address = new TaskCompletionSource<Uri>();
        var end = LabelServerProcess.RunAsync(served.Manifest, Path.Combine(served.Root, "serve.json"), Take, cancel.Token);
        return (await address.Task.WaitAsync(TimeSpan.FromSeconds(30)), end);

        void Take(string line)
        {
            if (line.StartsWith("Label at ", StringComparison.Ordinal))
            {
                address.TrySetResult(new Uri(line.Split(' ')[2]));
            }
        }
    }
}
