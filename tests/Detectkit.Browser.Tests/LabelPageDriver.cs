using Detectkit.Build.Pages.Labels;
using Microsoft.Playwright;

namespace Detectkit.Build.Tests.Pages;

/// <summary>A labelling page opened from disk in a browser, used as a person would: by mouse, keyboard and buttons.</summary>
internal sealed class LabelPageDriver : IAsyncDisposable
{
    private readonly string folder;
    private readonly List<string> errors = [];
    private readonly int points;

    private LabelPageDriver(string folder, int points)
    {
        this.folder = folder;
        this.points = points;
    }

    public IPage Page { get; private set; } = null!;

    public static async Task<LabelPageDriver> OpenAsync(Chromium chromium, LabelPageModel model, int width = 1280, int height = 800)
    {
        var driver = new LabelPageDriver(Directory.CreateTempSubdirectory("labels").FullName, model.Values.Length);
        await driver.WriteAsync(model);
        driver.Page = await chromium.OpenAsync(driver.Address, width, height, errors: driver.errors);
        await driver.ReadyAsync();
        return driver;
    }

    /// <summary>Opens a page that was written or is served by someone else.</summary>
    public static async Task<LabelPageDriver> OpenAsync(Chromium chromium, Uri address, int points)
    {
        var driver = new LabelPageDriver(Directory.CreateTempSubdirectory("labels").FullName, points);
        driver.Page = await chromium.OpenAsync(address.AbsoluteUri, errors: driver.errors);
        await driver.ReadyAsync();
        return driver;
    }

    /// <summary>The same page once more, in another tab of the same browser.</summary>
    public async Task<LabelPageDriver> OtherTabAsync()
    {
        var driver = new LabelPageDriver(Directory.CreateTempSubdirectory("labels").FullName, points) { Page = await Page.Context.NewPageAsync() };
        await driver.Page.GotoAsync(Page.Url);
        await driver.ReadyAsync();
        return driver;
    }

    public string Address => new Uri(Path.Combine(folder, "orders.html")).AbsoluteUri;

    public Task WriteAsync(LabelPageModel model) => File.WriteAllTextAsync(Path.Combine(folder, "orders.html"), LabelPage.Render(model));

    /// <summary>Waits until the chart is drawn.</summary>
    public async Task ReadyAsync()
    {
        await Page.Locator("#chart .u-over").WaitForAsync();
        await NextFrameAsync();
    }

    public Task NextFrameAsync() => Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

    public async Task ReloadAsync()
    {
        Page.Dialog += AcceptLeaving;
        await Page.ReloadAsync();
        Page.Dialog -= AcceptLeaving;
        await ReadyAsync();
    }

    /// <summary>Drags over the chart from one grid point to another; the whole series must be in view.</summary>
    public async Task DragAsync(int from, int to, float height = 0.8f)
    {
        var (start, end) = (await PlaceAsync(from, height), await PlaceAsync(to, height));
        await Page.Mouse.MoveAsync(start.X, start.Y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync((start.X + end.X) / 2, start.Y, new() { Steps = 3 });
        await Page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 3 });
        await Page.Mouse.UpAsync();
        await NextFrameAsync();
    }

    public async Task ClickAsync(int point, float height = 0.8f)
    {
        var place = await PlaceAsync(point, height);
        await Page.Mouse.ClickAsync(place.X, place.Y);
        await NextFrameAsync();
    }

    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key);
        }

        await NextFrameAsync();
    }

    /// <summary>Downloads the labels through the export dialog.</summary>
    public async Task<(string Name, string Text)> ExportAsync()
    {
        await Page.ClickAsync("#export");
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.ClickAsync("#export-download"));
        await Page.Locator("#export-dialog button[value=close]").ClickAsync();
        return (download.SuggestedFilename, await File.ReadAllTextAsync((await download.PathAsync())!));
    }

    public Task ImportAsync(string name, string text) =>
        Page.SetInputFilesAsync("#import-file", new FilePayload { Name = name, MimeType = "application/yaml", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });

    public Task<string> NoticeAsync() => Page.InnerTextAsync("#notice-text");

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Directory.Delete(folder, recursive: true);
        Assert.Empty(errors);
    }

    private async Task<(float X, float Y)> PlaceAsync(int point, float height)
    {
        var box = (await Page.Locator("#chart .u-over").BoundingBoxAsync())!;
        // The axis shows one step more on either side of the series.
        return (box.X + (box.Width * (point + 1) / (points + 1)), box.Y + (box.Height * height));
    }

    private static void AcceptLeaving(object? sender, IDialog dialog) => dialog.AcceptAsync();
}
