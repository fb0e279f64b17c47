using System.Globalization;
using Detectkit.Build.Pages.Evidence;
using Detectkit.Build.Pages.Labels;
using Detectkit.Build.Tests.Pages;
using Microsoft.Playwright;

namespace Detectkit.Benchmarks;

/// <summary>Sample pages and screenshots of them, for a person to look at, with their sizes and the time that a large one takes to draw.</summary>
internal sealed class PageLook(Chromium chromium, TextWriter output, string folder)
{
    private const string NextFrame = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    // Sixty steps in, sixty out, one a frame; the result is the length of each frame in milliseconds.
    private const string ZoomInAndOut =
        """
        () => new Promise(done => {
            const chart = document.querySelector('#chart .u-over');
            const box = chart.getBoundingClientRect();
            const frames = [];
            let last = performance.now();
            const step = now => {
                frames.push(now - last);
                last = now;
                if (frames.length > 120) { done(frames.slice(1)); return; }
                chart.dispatchEvent(new WheelEvent('wheel', { deltaY: frames.length <= 60 ? -40 : 40, clientX: box.left + box.width / 3, clientY: box.top + 50, bubbles: true, cancelable: true }));
                requestAnimationFrame(step);
            };
            requestAnimationFrame(step);
        })
        """;

    private static readonly (int Width, ColorScheme Scheme, ForcedColors Forced)[] Looks =
    [
        (1280, ColorScheme.Light, ForcedColors.None), (1280, ColorScheme.Dark, ForcedColors.None), (1280, ColorScheme.Dark, ForcedColors.Active),
        (400, ColorScheme.Light, ForcedColors.None), (400, ColorScheme.Dark, ForcedColors.None),
    ];

    private readonly List<string> errors = [];

    public static async Task<int> Write(TextWriter output, string folder)
    {
        Directory.CreateDirectory(folder);
        var chromium = new Chromium();
        await chromium.InitializeAsync();
        try
        {
            return await new PageLook(chromium, output, folder).WriteAsync();
        }
        finally
        {
            await chromium.DisposeAsync();
        }
    }

    private async Task<int> WriteAsync()
    {
        var evidence = SampleEvidence.Project();
        var labels = SampleSeries.Labels((880, 920, "payment outage"), (4000, 4000, "deploy"));
        await WriteAsync("band.svg", BandPicture.Render(evidence.Metrics[0])!);
        await WriteAsync("evidence.html", EvidencePage.Render(evidence));
        await WriteAsync("label.html", LabelPage.Render(SampleSeries.LabelModel(10_000, labels)));
        foreach (var points in new[] { 2_000, 20_000, 100_000 })
        {
            await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"label-{points}.html"), LabelPage.Render(SampleSeries.LabelModel(points)));
        }

        if (Chromium.Executable is null)
        {
            await output.WriteLineAsync("no screenshots: there is no Chromium, nor its path in DETECTKIT_CHROMIUM");
            return 0;
        }

        await ShootAsync("evidence", press: null);
        await ShootAsync("label", press: ".incidents .go");
        var picture = await chromium.OpenAsync(AddressOf("band.svg"), 1000, 520);
        await picture.ScreenshotAsync(new() { Path = Path.Combine(folder, "band.png") });
        await TimeAsync();
        errors.ForEach(output.WriteLine);
        return errors.Count == 0 ? 0 : 1;
    }

    private async Task WriteAsync(string name, string text)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        await File.WriteAllTextAsync(file.FullName, text);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name}: {file.Length:N0} bytes"));
    }

    private async Task ShootAsync(string name, string? press)
    {
        foreach (var (width, scheme, forced) in Looks)
        {
            var page = await chromium.OpenAsync(AddressOf(name + ".html"), width, 800, scheme, errors);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ForcedColors = forced });
            await page.Locator(".chart .u-over").First.WaitForAsync();
            if (press is not null)
            {
                await page.Locator(press).First.ClickAsync();
            }

            // Charts are drawn when they come near the window.
            foreach (var chart in await page.Locator(".chart").AllAsync())
            {
                await chart.ScrollIntoViewIfNeededAsync();
            }

            await page.EvaluateAsync("() => document.querySelectorAll('section.metric:nth-of-type(2) details').forEach(part => part.open = true)");
            await page.EvaluateAsync("() => scrollTo(0, 0)");
            await page.EvaluateAsync(NextFrame);
            var look = forced == ForcedColors.Active ? "forced" : scheme == ColorScheme.Dark ? "dark" : "light";
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{look}.png"), FullPage = true });
            await page.Context.CloseAsync();
        }
    }

    // The page's first paint is its frame; what is waited for is the chart.
    private async Task TimeAsync()
    {
        var page = await chromium.OpenAsync(AddressOf("label-100000.html"), errors: errors);
        await page.Locator("#chart .u-over").WaitForAsync();
        await page.EvaluateAsync(NextFrame);
        var painted = await page.EvaluateAsync<double>("() => performance.getEntriesByName('chart-painted')[0].startTime");
        var frames = (await page.EvaluateAsync<double[]>(ZoomInAndOut)).Order().ToArray();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"100,000 points: chart painted after {painted:F0} ms; frames while zooming: median {frames[frames.Length / 2]:F1} ms, 95 % {frames[frames.Length * 95 / 100]:F1} ms, worst {frames[^1]:F1} ms"));
    }

    private string AddressOf(string name) => new Uri(Path.Combine(folder, name)).AbsoluteUri;
}
