using System.Globalization;
using Detectkit.Build.Pages.Evidence;
using Detectkit.Build.Pages.Labels;
using Detectkit.Build.Pages.Pictures;
using Microsoft.Playwright;

namespace Detectkit.Build.Tests.Pages;

/// <summary>
/// Writes the pages and screenshots of them into the folder that DETECTKIT_LOOK names, for a person to look at; skipped without it.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class LookAtPages(Chromium chromium)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("DETECTKIT_LOOK");

    [LookFact]
    public async Task Label_page()
    {
        var model = SampleSeries.LabelModel(10_000, SampleSeries.Labels((880, 920, "payment outage"), (4000, 4000, "deploy")));
        await ShootAsync("label", LabelPage.Render(model), ".incidents .go");
    }

    [LookFact]
    public async Task Evidence_page()
    {
        var model = SampleEvidence.Project();
        await File.WriteAllTextAsync(Path.Combine(Folder!, "band.svg"), BandPicture.Render(model.Metrics[0])!);
        await ShootAsync("evidence", EvidencePage.Render(model), null);
        var page = await chromium.OpenAsync(new Uri(Path.Combine(Folder!, "band.svg")).AbsoluteUri, 1000, 520);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, "band.png") });
    }

    [LookFact]
    public async Task Time_that_a_hundred_thousand_points_take()
    {
        await using var label = await LabelPageDriver.OpenAsync(chromium, SampleSeries.LabelModel(100_000, SampleSeries.Labels((500, 505, "first"))));
        // The page's first paint is its frame; what is waited for is the chart.
        var painted = await label.Page.EvaluateAsync<double>("() => performance.getEntriesByName('chart-painted')[0].startTime");
        await label.Page.EvaluateAsync("""
            () => {
                window.frames_ = [];
                const chart = document.querySelector('#chart .u-over');
                const box = chart.getBoundingClientRect();
                window.zoom_ = deep => new Promise(done => {
                    let last = performance.now(), count = 0;
                    const step = now => {
                        window.frames_.push(now - last);
                        last = now;
                        if (count === 120) { done(); return; }
                        chart.dispatchEvent(new WheelEvent('wheel', { deltaY: count++ < 60 ? -40 : 40, clientX: box.left + box.width / 3, clientY: box.top + 50, bubbles: true, cancelable: true }));
                        requestAnimationFrame(step);
                    };
                    requestAnimationFrame(step);
                });
            }
            """);
        await label.Page.EvaluateAsync("() => window.zoom_()");
        var frames = (await label.Page.EvaluateAsync<double[]>("() => window.frames_.slice(1)")).Order().ToArray();
        await File.WriteAllTextAsync(
            Path.Combine(Folder!, "timings.txt"),
            string.Create(CultureInfo.InvariantCulture, $"chart painted after {painted:F0} ms; frames while zooming: median {frames[frames.Length / 2]:F1} ms, 95 % {frames[frames.Length * 95 / 100]:F1} ms, worst {frames[^1]:F1} ms\n"));
    }

    private async Task ShootAsync(string name, string html, string? press)
    {
        Directory.CreateDirectory(Folder!);
        var file = Path.Combine(Folder!, name + ".html");
        await File.WriteAllTextAsync(file, html);
        var errors = new List<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (400, ColorScheme.Light), (400, ColorScheme.Dark) })
        {
            var page = await chromium.OpenAsync(new Uri(file).AbsoluteUri, width, 800, scheme, errors);
            await page.Locator(".chart .u-over").First.WaitForAsync();
            if (press is not null)
            {
                await page.Locator(press).First.ClickAsync();
            }

            foreach (var chart in await page.Locator(".chart").AllAsync())
            {
                await chart.ScrollIntoViewIfNeededAsync();
            }

            await page.EvaluateAsync("() => document.querySelectorAll('section.metric:nth-of-type(2) details').forEach(part => part.open = true)");
            await page.EvaluateAsync("() => { scrollTo(0, 0); return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); }");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, $"{name}-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });
            await page.Context.CloseAsync();
        }

        var forced = await chromium.OpenAsync(new Uri(file).AbsoluteUri, 1280, 800, ColorScheme.Dark, errors);
        await forced.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ColorScheme = ColorScheme.Dark });
        await forced.Locator(".chart .u-over").First.WaitForAsync();
        await forced.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await forced.ScreenshotAsync(new() { Path = Path.Combine(Folder!, name + "-1280-forced.png") });
        await forced.Context.CloseAsync();
        Assert.Empty(errors);
    }
}

/// <summary>A fact for a person's eyes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LookFactAttribute : FactAttribute
{
    public LookFactAttribute() => Skip =
        Environment.GetEnvironmentVariable("DETECTKIT_LOOK") is null || Chromium.Executable is null ? "writes screenshots into the folder DETECTKIT_LOOK names" : null;
}
