using Microsoft.Playwright;

namespace Detectkit.Build.Tests.Pages;

/// <summary>A real browser, started once; each page is opened in a context of its own, with empty storage.</summary>
public sealed partial class Chromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public static string? Executable { get; } =
        Environment.GetEnvironmentVariable("DETECTKIT_CHROMIUM") is { Length: > 0 } chosen ? chosen : Places.FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    /// <summary>A fresh context and page that fails on any script error and any request beyond the page's own origin.</summary>
    public async Task<IPage> OpenAsync(string? address, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, ICollection<string>? errors = null)
    {
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            AcceptDownloads = true,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        var page = await context.NewPageAsync();
        if (errors is not null)
        {
            page.PageError += (_, message) => errors.Add(message);
            page.Console += (_, message) =>
            {
                if (message.Type == "error")
                {
                    errors.Add(message.Text);
                }
            };
        }

        if (address is not null)
        {
            await page.GotoAsync(address);
        }

        return page;
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
    }
}
