using Detectkit.Build.Pages.Labels;
using Detectkit.Tests;
using Microsoft.Playwright;

namespace Detectkit.Build.Tests.Pages;

[Collection(BrowserTests.Name)]
public sealed class LabelPageTests(Chromium chromium)
{
    private readonly LabelPageModel blank = SampleSeries.FewPoints;

    [BrowserFact]
    public async Task Dragging_marks_an_interval_and_a_click_marks_a_point()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await label.DragAsync(100, 120);
        await label.Page.Locator("li.incident.selected .label-text").FillAsync("payment outage");
        await label.PressAsync("Enter");
        await label.ClickAsync(300);
        var (name, text) = await label.ExportAsync();
        Assert.Equal("orders.yml", name);
        Assert.Equal(
            """
            metric: orders
            timezone: UTC
            incidents:
              - {start: "2026-03-02 16:40:00", end: "2026-03-02 20:00:00", label: "payment outage"}
              - {at: "2026-03-04 02:00:00"}

            """,
            text);
    }

    [BrowserFact]
    public async Task An_edge_moves_by_dragging_and_may_pass_the_other()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank with { Labels = SampleSeries.Labels((100, 120, null)) });
        await label.DragAsync(120, 150);
        Assert.Contains("start: \"2026-03-02 16:40:00\", end: \"2026-03-03 01:00:00\"", (await label.ExportAsync()).Text, StringComparison.Ordinal);
        await label.DragAsync(150, 80);
        Assert.Contains("start: \"2026-03-02 13:20:00\", end: \"2026-03-02 16:40:00\"", (await label.ExportAsync()).Text, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Every_change_can_be_undone_and_redone()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        var before = (await label.ExportAsync()).Text;
        await label.DragAsync(100, 120);
        await label.ClickAsync(300);
        await label.Page.Locator("li.incident").First.Locator(".remove").ClickAsync();
        var after = (await label.ExportAsync()).Text;
        await label.Page.ClickAsync("#undo");
        await label.Page.ClickAsync("#undo");
        await label.Page.ClickAsync("#undo");
        Assert.Equal(before, (await label.ExportAsync()).Text);
        Assert.True(await label.Page.IsDisabledAsync("#undo"));
        await label.Page.FocusAsync("#chart");
        await label.PressAsync("Control+y", "Control+y", "Control+Shift+z");
        Assert.Equal(after, (await label.ExportAsync()).Text);
    }

    [BrowserFact]
    public async Task The_keyboard_alone_marks_labels_moves_and_deletes()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await label.Page.FocusAsync("#chart");
        await label.PressAsync("Control+Home", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter", "l");
        await label.Page.Keyboard.TypeAsync("deploy: \"v2\"");
        await label.PressAsync("Enter", "ArrowRight", "]", "Control+End", "Enter", "k");
        Assert.Equal(
            """
            metric: orders
            timezone: UTC
            incidents:
              - {start: "2026-03-02 00:20:00", end: "2026-03-02 00:50:00", label: "deploy: \"v2\""}
              - {at: "2026-03-05 11:10:00"}

            """,
            (await label.ExportAsync()).Text);
        await label.Page.FocusAsync("#chart");
        await label.PressAsync("Delete");
        Assert.Equal("1", await label.Page.InnerTextAsync("#incident-count"));
    }

    [BrowserFact]
    public async Task The_keyboard_stays_in_the_lists_while_their_entries_go()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, SampleSeries.LabelModel(5000));
        await label.Page.Locator(".suggestion .reject").First.FocusAsync();
        await label.PressAsync("Enter");
        Assert.StartsWith("Reject ", await FocusedAsync(label), StringComparison.Ordinal);
        await label.PressAsync("Enter", "Enter");
        Assert.StartsWith("Series ", await FocusedAsync(label), StringComparison.Ordinal);
        await label.ClickAsync(100);
        await label.ClickAsync(300);
        await label.Page.Locator("li.incident .remove").First.FocusAsync();
        await label.PressAsync("Enter");
        Assert.Equal("Delete incident 1", await FocusedAsync(label));
        await label.PressAsync("Enter");
        Assert.StartsWith("Series ", await FocusedAsync(label), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_rejected_suggestion_stays_rejected_when_the_series_has_grown()
    {
        var model = SampleSeries.LabelModel(5000);
        await using var label = await LabelPageDriver.OpenAsync(chromium, model);
        await label.Page.Locator(".suggestion .reject").First.ClickAsync();
        var left = await label.Page.Locator(".suggestion .when").AllInnerTextsAsync();
        await label.WriteAsync(model with { Suggestions = [model.Suggestions[2], model.Suggestions[1], model.Suggestions[0]] });
        await label.ReloadAsync();
        Assert.Equal(left.Order(), (await label.Page.Locator(".suggestion .when").AllInnerTextsAsync()).Order());
    }

    [BrowserFact]
    public async Task Incidents_beside_the_series_are_marked_and_said()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        await label.ImportAsync("a.yml", "- {start: \"2025-03-03 10:00:00\", end: \"2025-03-03 11:00:00\"}\n- {at: \"2026-03-02 10:00:00\"}\n");
        await label.Page.GetByText("1 incident outside the series").WaitForAsync();
        var hints = await Task.WhenAll((await label.Page.Locator("li.incident .outside-hint").AllAsync()).Select(hint => hint.IsVisibleAsync()));
        Assert.Equal<bool>([true, false], hints);
    }

    [BrowserFact]
    public async Task Missing_values_are_counted()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank);
        Assert.Contains(", 8 missing (grey at the chart's foot); no labels yet", await label.Page.InnerTextAsync("#summary"), StringComparison.Ordinal);
        await label.WriteAsync(blank with { Values = Enumerable.Repeat(double.NaN, blank.Values.Length).ToArray(), Detector = null });
        await label.ReloadAsync();
        Assert.Contains("all values are missing", await label.Page.InnerTextAsync("#summary"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Suggestions_are_accepted_and_rejected_one_by_one()
    {
        var model = SampleSeries.LabelModel(5000);
        Assert.Equal(3, model.Suggestions.Count);
        await using var label = await LabelPageDriver.OpenAsync(chromium, model);
        await label.Page.Locator(".suggestion .accept").First.ClickAsync();
        await label.Page.FocusAsync("#chart");
        await label.PressAsync("s", "r");
        Assert.Equal("1", await label.Page.InnerTextAsync("#suggestion-count"));
        Assert.Equal("1", await label.Page.InnerTextAsync("#incident-count"));
        await label.ReloadAsync();
        Assert.Equal("1", await label.Page.InnerTextAsync("#suggestion-count"));
        await label.Page.FocusAsync("#chart");
        await label.PressAsync("s", "a");
        var best = model.Suggestions[0];
        Assert.Contains($"start: \"{SampleSeries.At(best.First):yyyy-MM-dd HH:mm:ss}\"", (await label.ExportAsync()).Text, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Times_are_shown_and_typed_in_the_chosen_zone_and_exported_in_UTC()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank with { Labels = SampleSeries.Labels((6, 12, null)) });
        await label.Page.FillAsync("#zone", "Asia/Tokyo");
        await label.PressAsync("Enter");
        await label.ReloadAsync();
        Assert.Equal("Asia/Tokyo", await label.Page.InputValueAsync("#zone"));
        await label.Page.Locator("li.incident .go").ClickAsync();
        var start = label.Page.Locator("li.incident .times input").First;
        Assert.Equal("2026-03-02 10:00:00", await start.InputValueAsync());
        await start.FillAsync("2026-03-02 09:30:00");
        await label.PressAsync("Enter");
        Assert.Contains("start: \"2026-03-02 00:30:00\", end: \"2026-03-02 02:00:00\"", (await label.ExportAsync()).Text, StringComparison.Ordinal);
        await start.FillAsync("yesterday");
        await label.PressAsync("Enter");
        Assert.Contains("YYYY-MM-DD", await label.NoticeAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_list_scrolls_the_chart_to_each_incident()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, SampleSeries.LabelModel(100_000, SampleSeries.Labels((500, 505, "first"), (90_000, 90_010, "last"))));
        await label.Page.Locator("li.incident .go").Nth(1).ClickAsync();
        await label.NextFrameAsync();
        var box = (await label.Page.Locator("#chart .u-over").BoundingBoxAsync())!;
        await label.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 20);
        Assert.Contains(SampleSeries.At(90_005).ToString("yyyy-MM-dd", null), await label.Page.InnerTextAsync("#readout"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_wheel_zooms_about_the_pointer_and_panning_stops_at_the_ends()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, SampleSeries.LabelModel(10_000));
        var box = (await label.Page.Locator("#chart .u-over").BoundingBoxAsync())!;
        await label.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 50);
        var before = await label.Page.InnerTextAsync("#readout");
        for (var i = 0; i < 12; i++)
        {
            await label.Page.Mouse.WheelAsync(0, -200);
            await label.NextFrameAsync();
        }

        await label.Page.Mouse.MoveAsync(box.X + (box.Width / 2) + 1, box.Y + 50);
        await label.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 50);
        Assert.Equal(before[..13], (await label.Page.InnerTextAsync("#readout"))[..13]);
        await label.Page.FocusAsync("#chart");
        await label.PressAsync("Control+Home", "PageUp", "PageUp", "Home");
        Assert.StartsWith("2026-03-02 00:00:00", await label.Page.InnerTextAsync("#readout"), StringComparison.Ordinal);
    }

    private static Task<string> FocusedAsync(LabelPageDriver label) =>
        label.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName");

    [BrowserFact]
    public async Task Labels_of_any_content_never_become_markup()
    {
        var hostile = "</script><img src=x onerror=alert(1)>\"'&";
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank with { Labels = SampleSeries.Labels((10, 60, hostile)) });
        Assert.Equal(hostile, await label.Page.Locator("li.incident .label-text").InputValueAsync());
        Assert.Equal(0, await label.Page.Locator("img").CountAsync());
    }
}
