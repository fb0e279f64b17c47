using Detectkit.Build.Pages.Labels;

namespace Detectkit.Build.Tests.Pages;

[Collection(BrowserTests.Name)]
public sealed class LabelDraftTests(Chromium chromium)
{
    private readonly LabelPageModel blank = SampleSeries.FewPoints;

    [BrowserFact]
    public async Task Unsaved_work_survives_a_reload_and_can_be_discarded()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await label.DragAsync(100, 120);
        var before = await label.Page.InnerTextAsync(".incident .go");
        await label.ReloadAsync();
        Assert.Equal(before, await label.Page.InnerTextAsync(".incident .go"));
        Assert.Contains("Unsaved work was found", await label.NoticeAsync(), StringComparison.Ordinal);
        await label.Page.GetByText("Discard it").ClickAsync();
        Assert.Equal("0", await label.Page.InnerTextAsync("#incident-count"));
    }

    [BrowserFact]
    public async Task A_label_counts_as_it_is_typed_and_is_undone_as_one()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await label.DragAsync(100, 120);
        await label.PressAsync("l");
        await label.Page.Keyboard.TypeAsync("half a lab");
        await label.ReloadAsync();
        Assert.Equal("half a lab", await label.Page.Locator("li.incident .label-text").InputValueAsync());
        await label.Page.Locator("li.incident .label-text").FillAsync("");
        await label.Page.Locator("li.incident .label-text").PressSequentiallyAsync("a whole label");
        await label.PressAsync("Enter");
        await label.Page.ClickAsync("#undo");
        Assert.Equal("half a lab", await label.Page.Locator("li.incident .label-text").InputValueAsync());
    }

    [BrowserFact]
    public async Task What_was_exported_is_no_unsaved_work_after_a_reload_and_is_still_there()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await label.DragAsync(100, 120);
        await label.ExportAsync();
        await label.Page.ClickAsync("#undo");
        await label.Page.ClickAsync("#redo");
        await label.ReloadAsync();
        Assert.Equal("1", await label.Page.InnerTextAsync("#incident-count"));
        Assert.Equal("", await label.NoticeAsync());
        Assert.Equal("Exported", await label.Page.InnerTextAsync("#work"));
    }

    [BrowserFact]
    public async Task Leaving_with_unsaved_work_asks_first_and_not_after_an_export()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        var asked = 0;
        label.Page.Dialog += (_, dialog) =>
        {
            asked++;
            dialog.AcceptAsync();
        };
        await label.DragAsync(100, 120);
        await label.Page.GotoAsync("about:blank");
        Assert.Equal(1, asked);
        await label.Page.GotoAsync(label.Address);
        await label.ReadyAsync();
        await label.ExportAsync();
        await label.Page.GotoAsync("about:blank");
        Assert.Equal(1, asked);
    }

    [BrowserFact]
    public async Task A_draft_made_before_the_labels_changed_is_offered_not_loaded()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await label.DragAsync(100, 120);
        await label.WriteAsync(blank with { Labels = SampleSeries.Labels((200, 210, "new")) });
        await label.ReloadAsync();
        Assert.Equal("1", await label.Page.InnerTextAsync("#incident-count"));
        Assert.Contains("before the labels last changed", await label.NoticeAsync(), StringComparison.Ordinal);
        await label.Page.GetByText("Load it").ClickAsync();
        Assert.Contains("2026-03-02 16:40:00", (await label.ExportAsync()).Text, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Two_tabs_keep_their_work_apart_and_a_third_is_offered_both()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await using var other = await label.OtherTabAsync();
        await label.DragAsync(100, 120);
        await other.DragAsync(300, 320);
        await other.ClickAsync(400);
        await label.ReloadAsync();
        await other.ReloadAsync();
        Assert.Equal("1", await label.Page.InnerTextAsync("#incident-count"));
        Assert.Equal("2", await other.Page.InnerTextAsync("#incident-count"));

        await using var third = await label.OtherTabAsync();
        Assert.Contains("2 incidents was found in this browser, made in another tab", await third.NoticeAsync(), StringComparison.Ordinal);
        await third.Page.GetByText("Discard it").ClickAsync();
        Assert.Contains("1 incident was found", await third.NoticeAsync(), StringComparison.Ordinal);
        await third.Page.GetByText("Load it").ClickAsync();
        Assert.Equal("1", await third.Page.InnerTextAsync("#incident-count"));
    }

    [BrowserFact]
    public async Task Two_tabs_tell_each_other_of_their_work()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        var other = await label.Page.Context.NewPageAsync();
        await other.GotoAsync(label.Address);
        await other.Locator("#chart .u-over").WaitForAsync();
        await label.DragAsync(100, 120);
        await other.GetByText("Another tab is working").WaitForAsync();
        await other.GetByText("Take over its work").ClickAsync();
        Assert.Equal("1", await other.InnerTextAsync("#incident-count"));
    }
}
