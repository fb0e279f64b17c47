using Detectkit.Build.Pages.Labels;
using Detectkit.Tests;
using Microsoft.Playwright;

namespace Detectkit.Build.Tests.Pages;

[Collection(BrowserTests.Name)]
public sealed class LabelPageTests(Chromium chromium)
{
    // Few points, so that a pixel is never more than one of them.
    private const int Few = 500;

    private readonly LabelPageModel blank = SampleSeries.LabelModel(Few) with { Suggestions = [] };

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
        await label.WriteAsync(blank with { Values = Enumerable.Repeat(double.NaN, Few).ToArray(), Detector = null });
        await label.ReloadAsync();
        Assert.Contains("all values are missing", await label.Page.InnerTextAsync("#summary"), StringComparison.Ordinal);
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
    public async Task The_clipboard_gets_what_the_download_gets()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank with { Labels = SampleSeries.Labels((10, 20, "a")) });
        var (_, text) = await label.ExportAsync();
        await label.Page.ClickAsync("#export");
        await label.Page.ClickAsync("#export-copy");
        await label.Page.GetByText("Copied.").WaitForAsync();
        Assert.Equal(text, await label.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [RecordedFact]
    public async Task Exporting_recorded_labels_gives_their_file_byte_for_byte()
    {
        if (Chromium.Executable is null)
        {
            return;
        }

        var text = await File.ReadAllTextAsync(Path.Combine(Recorded.Corpus, "nab", "incidents", "ec2_cpu_utilization_53ea38.yml"));
        await using var label = await LabelPageDriver.OpenAsync(chromium, blank with { Metric = "ec2_cpu_utilization_53ea38" });
        await label.ImportAsync("labels.yml", text);
        Assert.Equal(text, (await label.ExportAsync()).Text);
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
