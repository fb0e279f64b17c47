using Detectkit.Build.Pages.Labels;
using Detectkit.Tests;

namespace Detectkit.Build.Tests.Pages;

[Collection(BrowserTests.Name)]
public sealed class LabelExportTests(Chromium chromium)
{
    private readonly LabelPageModel blank = SampleSeries.FewPoints;

    [BrowserFact]
    public async Task An_exported_file_can_be_imported_again()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank with { Labels = SampleSeries.Labels((10, 20, "a: \u2028{b}"), (40, 40, "true")) });
        var (name, text) = await label.ExportAsync();
        await label.Page.Locator("li.incident .remove").First.ClickAsync();
        await label.ImportAsync(name, text);
        await label.Page.Locator("#import-dialog button[value=replace]").ClickAsync();
        Assert.Equal(text, (await label.ExportAsync()).Text);
    }

    [BrowserFact]
    public async Task Importing_reads_zones_json_and_block_style()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await label.ImportAsync("a.json", """{"timezone": "Europe/Oslo", "incidents": [{"start": "2026-03-03 10:00:00", "end": "2026-03-03 11:00:00"}, {"at": "2026-03-04"}]}""");
        await label.ImportAsync("b.yml", "- start: 2026-03-02T12:00:00+02:00\n  end: 2026-03-02 11:00:00\n  label: 42\n");
        await label.Page.Locator("#import-dialog button[value=add]").ClickAsync();
        Assert.Equal(
            """
            metric: orders
            timezone: UTC
            incidents:
              - {start: "2026-03-02 10:00:00", end: "2026-03-02 11:00:00", label: "42"}
              - {start: "2026-03-03 09:00:00", end: "2026-03-03 10:00:00"}
              - {at: "2026-03-03 23:00:00"}

            """,
            (await label.ExportAsync()).Text);
    }

    [BrowserFact]
    public async Task A_file_that_is_no_labels_file_is_refused_with_the_reason()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        foreach (var (text, reason) in new[]
        {
            ("", "is empty"),
            ("incidents: [1", "Not readable"),
            ("metric: other\nincidents: []\n", "'other', not for 'orders'"),
            ("timezone: Mars/Base\nincidents: []\n", "no known time zone"),
            ("incident: []\n", "'incidents' must be a list"),
            ("- {start: \"2026-03-02 10:00:00\"}\n", "needs 'at', or 'start' and 'end'"),
            ("- {start: \"2026-03-02 10:00\", end: \"2026-03-02 11:00:00\"}\n", "write YYYY-MM-DD HH:MM:SS"),
            ("- {start: \"2026-03-02 12:00:00\", end: \"2026-03-02 11:00:00\"}\n", "starts after it ends"),
        })
        {
            await label.ImportAsync("bad.yml", text);
            await label.Page.GetByText(reason).WaitForAsync();
        }

        Assert.Equal("0", await label.Page.InnerTextAsync("#incident-count"));
    }

    [BrowserFact]
    public async Task The_clipboard_gets_what_the_download_gets()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank with { Labels = SampleSeries.Labels((10, 20, "a")) });
        var (_, text) = await label.ExportAsync();
        await label.Page.ClickAsync("#export");
        await label.Page.ClickAsync("#export-copy");
        await label.Page.GetByText("Copied.").WaitForAsync();
        Assert.Equal(text, await label.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [RecordedBrowserFact]
    public async Task Exporting_recorded_labels_gives_their_file_byte_for_byte()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Recorded.Corpus, "nab", "incidents", "ec2_cpu_utilization_53ea38.yml"));
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank with { Metric = "ec2_cpu_utilization_53ea38" });
        await label.ImportAsync("labels.yml", text);
        Assert.Equal(text, (await label.ExportAsync()).Text);
    }
}
