using System.Globalization;
using Detectkit.Build.Pages.Labels;

namespace Detectkit.Build.Tests.Pages;

[Collection(BrowserTests.Name)]
public sealed class ServedPageTests(Chromium chromium)
{
    private const int Points = 500;

    [BrowserFact]
    public async Task Saving_while_a_label_is_typed_takes_it_in_and_ends_the_server()
    {
        await using var served = await ServedLabels.StartAsync();
        await using var label = await OpenAsync(served);
        await label.DragAsync(100, 120);
        await label.PressAsync("l");
        await label.Page.Keyboard.TypeAsync("payment outage");
        await label.PressAsync("Control+s");
        await label.Page.GetByText("The server has ended").WaitForAsync();

        Assert.Contains("label: \"payment outage\"", await File.ReadAllTextAsync(Assert.Single(served.Saved())), StringComparison.Ordinal);
        Assert.Equal("Saved", await label.Page.InnerTextAsync("#work"));
        await served.Server.WaitForEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [BrowserFact]
    public async Task A_time_that_is_none_is_not_saved_over()
    {
        await using var served = await ServedLabels.StartAsync();
        await using var label = await OpenAsync(served);
        await label.DragAsync(100, 120);
        await label.Page.Locator("li.incident .times input").First.FillAsync("tomorrow");
        await label.PressAsync("Control+s");

        Assert.Contains("YYYY-MM-DD", await label.NoticeAsync(), StringComparison.Ordinal);
        Assert.Empty(served.Saved());
    }

    [BrowserFact]
    public async Task Work_from_before_another_tabs_save_does_not_replace_it_unseen_even_after_a_reload()
    {
        await using var served = await ServedLabels.StartAsync("orders", "visits");
        await using var first = await OpenAsync(served, "orders/");
        await using var second = await first.OtherTabAsync();
        await second.DragAsync(300, 320);
        await first.DragAsync(100, 120);
        await first.PressAsync("Control+s");
        await first.Page.GetByText("Saved as ").WaitForAsync();

        await second.ReloadAsync();
        await second.Page.GetByText("Another tab has saved labels of this metric since this work began.").WaitForAsync();
        Assert.Equal("1", await second.Page.InnerTextAsync("#incident-count"));
        await second.Page.FocusAsync("#chart");
        await second.PressAsync("Control+s");
        await second.Page.GetByText("Save mine as the newest").WaitForAsync();
        Assert.Single(served.Saved());

        await second.Page.GetByText("Load theirs").ClickAsync();
        await second.Page.Locator($"li.incident .when:text-is('{SampleSeries.At(100).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}')").WaitForAsync();
    }

    [BrowserFact]
    public async Task After_saving_the_page_says_what_makes_the_file_count()
    {
        await using var served = await ServedLabels.StartAsync();
        await File.WriteAllTextAsync(
            served.Manifest.Metrics[0].PagePath, LabelPage.Render(SampleSeries.LabelModel(Points, isServed: true) with { ComesBefore = "labels_file", Suggestions = [] }));
        await using var label = await OpenAsync(served);
        await label.DragAsync(100, 120);
        await label.PressAsync("Control+s");
        await label.Page.GetByText("Saved as ").WaitForAsync();

        var saved = "incidents/orders/" + Path.GetFileName(Assert.Single(served.Saved()));
        Assert.Contains($"metrics/orders.yml names another file: write \"labels_file: {saved}\" there to use this one from now on, or tune with ", await label.NoticeAsync(), StringComparison.Ordinal);
    }

    private Task<LabelPageDriver> OpenAsync(ServedLabels served, string page = "") =>
        LabelPageDriver.OpenAsync(chromium, new Uri(served.Address, page), Points);
}
