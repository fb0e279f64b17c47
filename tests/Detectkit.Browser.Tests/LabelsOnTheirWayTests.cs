using Detectkit.Build.Worker;
using Microsoft.Playwright;

namespace Detectkit.Build.Tests.Pages;

/// <summary>Labels from the browser to the tuning run, by the page's own instructions.</summary>
[Collection(BrowserTests.Name)]
public sealed class LabelsOnTheirWayTests(Chromium chromium) : IDisposable
{
    private const int Points = 1440;

    private readonly MadeProject project = new();

    public void Dispose() => project.Dispose();

    [BrowserTheory]
    [InlineData("", "incidents/orders/", "labels.yml", 3, 0)]
    [InlineData("autotune:\n  incidents: [{at: \"2026-01-02 00:00:00\"}]\n", "incidents/orders/", "labels.yml", 3, 1)]
    [InlineData("autotune:\n  labels_file: incidents/orders.yml\n", "incidents/", "orders.yml", 5, 0)]
    public async Task What_is_exported_as_the_page_says_is_what_the_command_that_it_names_tunes_with(
        string autotune, string goesInto, string fileName, int intervals, int points)
    {
        project.Replace("metrics/orders.yml", "autotune:\n  labels_file: incidents/orders.yml\n", autotune);

        await using var label = await OpenAsync();
        await label.DragAsync(300, 340);
        await label.DragAsync(800, 840);
        await label.DragAsync(1000, 1040);
        await label.Page.ClickAsync("#export");
        Assert.Equal(goesInto, await label.Page.InnerTextAsync("#export-folder"));
        Assert.Equal(fileName, await label.Page.InputValueAsync("#export-name"));
        var command = await label.Page.InnerTextAsync("#export-command");
        await label.Page.Locator("#export-dialog button[value=close]").ClickAsync();
        project.Write(goesInto + fileName, (await label.ExportAsync()).Text);

        var log = Tune(command);

        Assert.Contains("→ supervised mode", log, StringComparison.Ordinal);
        Assert.Contains($"{intervals} interval(s) + {points} point(s)", log, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_next_page_starts_with_the_newest_labels_of_the_folder_and_offers_those_that_it_would_hide()
    {
        project.Write("incidents/orders/a.yml", "incidents:\n  - {at: \"2026-01-02 00:00:00\", label: saved before}\n");

        await using var label = await OpenAsync();

        Assert.Contains("labels from incidents/orders/a.yml", await label.Page.InnerTextAsync("#summary"), StringComparison.Ordinal);
        Assert.Equal("1", await label.Page.InnerTextAsync("#incident-count"));
        Assert.Equal("2 incidents of incidents/orders.yml are not among these, which come from incidents/orders/a.yml.", await label.NoticeAsync());
        await label.Page.GetByText("Add them").ClickAsync();
        Assert.Equal("3", await label.Page.InnerTextAsync("#incident-count"));
    }

    [Fact]
    public void A_page_is_not_written_over_labels_that_cannot_be_read()
    {
        project.Write("incidents/orders/a.yml", "metric: returns\nincidents: []\n");
        using var run = new WorkerRun(project.Root, "out", ("AutotuneSelect", "orders"));

        run.Label();

        Assert.Contains("error DTK0107", run.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(project.Root, "out", "label", "orders.html")));
    }

    private async Task<LabelPageDriver> OpenAsync()
    {
        using var run = new WorkerRun(project.Root, "out", ("AutotuneSelect", "orders"));
        run.Label();
        return await LabelPageDriver.OpenAsync(chromium, new Uri(Path.Combine(project.Root, "out", "label", "orders.html")), Points);
    }

    // As a shell would take the command apart.
    private string Tune(string command)
    {
        var properties = command.Split(' ').Where(p => p.StartsWith("-p:", StringComparison.Ordinal)).Select(p => p[3..].Split('=')).Select(p => (p[0], p[1]));
        using var run = new WorkerRun(project.Root, "out", [.. properties, ("AutotuneDryRun", "true")]);
        run.Autotune();
        return run.Log;
    }
}
