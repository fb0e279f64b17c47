using System.Net.Http.Headers;

namespace Detectkit.Build.EndToEnd;

public sealed class PagesTests
{
    private const string Labels = "metric: orders\ntimezone: UTC\nincidents:\n  - {start: \"2026-03-05 10:00:00\", end: \"2026-03-05 12:00:00\", label: outage}\n";

    [Fact]
    public void A_tuning_run_leaves_the_evidence_as_a_page_and_a_picture_of_what_changes()
    {
        using var repository = MetricsRepository.WithOrders();

        repository.Autotune().Succeeds();

        var page = repository.Read("obj/detectkit/report.html");
        Assert.Contains("orders", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.StartsWith("<svg", repository.Read("obj/detectkit/pictures/orders.svg").TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_page_is_written_for_each_chosen_metric_and_the_log_says_what_comes_next()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = repository.Build("DetectkitLabel", "-p:AutotuneSelect=orders").Succeeds();

        Assert.Contains(build.Said, l => l.StartsWith("[1/1] orders  obj/detectkit/label/orders.html  ", StringComparison.Ordinal));
        Assert.Equal("shop -> obj/detectkit/label (1 page)", build.Said[^1]);
        Assert.Contains("label incidents", repository.Read("obj/detectkit/label/orders.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Served_labels_are_saved_into_the_metrics_folder_and_tuning_takes_them()
    {
        using var repository = MetricsRepository.WithOrders();
        using var running = RunningBuild.Start(repository, "DetectkitLabel", "-p:AutotuneSelect=orders", "-p:DetectkitServe=true");
        var address = running.WaitFor("Label at ").Split("Label at ")[1].Split(' ')[0];
        using var client = new HttpClient();
        using var content = new StringContent(Labels);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/yaml");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(address), "labels")) { Content = content };
        request.Headers.TryAddWithoutValidation("If-Match", "0");

        Assert.Equal(address, (await File.ReadAllTextAsync(Path.Combine(repository.Output, "label", "address.txt"))).TrimEnd());
        using var answer = await client.SendAsync(request);
        var ended = running.Wait().Succeeds();
        Assert.Equal("shop -> incidents (1 file saved)", ended.Said[^1]);
        Assert.False(File.Exists(Path.Combine(repository.Output, "label", "address.txt")));

        Assert.True(answer.IsSuccessStatusCode);
        var saved = Assert.Single(Directory.GetFiles(Path.Combine(repository.Root, "incidents", "orders")));
        Assert.Equal(Labels.Replace("label: outage", "label: \"outage\"", StringComparison.Ordinal), await File.ReadAllTextAsync(saved));
        var tuned = repository.Autotune("-v:n", "-p:AutotuneIncidents=incidents", "-p:AutotuneDryRun=true").Succeeds();
        Assert.Contains("1 label begins in the hold-out", tuned.Text, StringComparison.Ordinal);
    }
}
