using Detectkit.Build.Pages.Evidence;
using Microsoft.Playwright;

namespace Detectkit.Build.Tests.Pages;

[Collection(BrowserTests.Name)]
public sealed class EvidencePageBrowserTests(Chromium chromium)
{
    [BrowserFact]
    public async Task The_table_sorts_by_any_column_and_the_sections_follow()
    {
        await using var opened = await OpenAsync(HandMadeEvidence.Project());
        await opened.Page.ClickAsync("th[data-key=outcome] button");
        Assert.Equal(["refunds", "orders_kept", "orders", "orders_grid"], await opened.Page.Locator("#index tbody a").AllInnerTextsAsync());
        Assert.Equal("descending", await opened.Page.GetAttributeAsync("th[data-key=outcome]", "aria-sort"));
        Assert.Equal("refunds", await opened.Page.Locator("section.metric").First.GetAttributeAsync("data-metric"));
        await opened.Page.ClickAsync("th[data-key=metric] button");
        Assert.Equal(["orders", "orders_grid", "orders_kept", "refunds"], await opened.Page.Locator("#index tbody a").AllInnerTextsAsync());
        await opened.Page.ClickAsync("th[data-key=gain] button");
        Assert.Equal("refunds", await opened.Page.Locator("#index tbody a").Last.InnerTextAsync());
    }

    [BrowserFact]
    public async Task A_filter_shows_only_metrics_of_that_outcome()
    {
        await using var opened = await OpenAsync(HandMadeEvidence.Project());
        await opened.Page.ClickAsync(".filter[data-outcome=failed]");
        Assert.Equal(1, await opened.Page.Locator("#index tbody tr:visible").CountAsync());
        Assert.Equal(1, await opened.Page.Locator("section.metric:visible").CountAsync());
    }

    [BrowserFact]
    public async Task Charts_are_drawn_zoomed_and_read_out()
    {
        await using var opened = await OpenAsync(HandMadeEvidence.Project());
        var over = opened.Page.Locator(".chart .u-over").First;
        await over.WaitForAsync();
        await over.HoverAsync();
        var readout = opened.Page.Locator(".readout").First;
        Assert.Contains("current 5 to 35", await readout.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("proposed 8 to 32", await readout.InnerTextAsync(), StringComparison.Ordinal);
        await opened.Page.Locator(".incidents .go").First.ClickAsync();
        await over.HoverAsync();
        Assert.StartsWith("2026-03-02", await readout.InnerTextAsync(), StringComparison.Ordinal);
        await opened.Page.Locator("[data-band=before]").First.UncheckAsync();
    }

    [BrowserFact]
    public async Task A_metric_of_any_name_is_linked_from_the_table()
    {
        var name = "größe-٣_x";
        await using var opened = await OpenAsync(new EvidenceModel("names", [HandMadeEvidence.Orders() with { Metric = name }, SampleEvidence.Failed("other")]));
        await opened.Page.ClickAsync("#index tbody a >> nth=0");
        Assert.True(await opened.Page.EvaluateAsync<bool>("() => document.querySelector(':target')?.dataset.metric === " + $"'{name}'"));
    }

    private async Task<OpenedPage> OpenAsync(EvidenceModel model)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("evidence").FullName, "report.html");
        await File.WriteAllTextAsync(file, EvidencePage.Render(model));
        var errors = new List<string>();
        return new OpenedPage(await chromium.OpenAsync(new Uri(file).AbsoluteUri, errors: errors), file, errors);
    }

    private sealed record OpenedPage(IPage Page, string File, List<string> Errors) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Page.Context.CloseAsync();
            Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
            Assert.Empty(Errors);
        }
    }
}
