using System.Reflection;
using System.Text;

namespace Detectkit.Build.Pages;

/// <summary>The style sheets and scripts that pages are put together from, embedded into this assembly.</summary>
internal static class PageAssets
{
    private const string Prefix = "pages/";

    /// <summary>Scripts one after the other, our own ones inside one strict function so that nothing leaks into the page.</summary>
    /// <param name="libraries">Vendored libraries, which define globals.</param>
    /// <param name="own">In the order in which they define what they need.</param>
    public static string Script(IReadOnlyList<string> libraries, IReadOnlyList<string> own)
    {
        var text = new StringBuilder();
        foreach (var path in libraries)
        {
            text.Append(WithoutSourceMap(Read(path))).Append('\n');
        }

        text.Append("(function () {\n\"use strict\";\n");
        foreach (var path in own)
        {
            text.Append(Read(path));
        }

        return text.Append("})();\n").ToString();
    }

    /// <summary>The libraries' sheets, the common one with its dark colours, the page's own, and those of a system that has its own for all.</summary>
    public static string Style(string own)
    {
        // Chosen by the reader or by the system: the same colours under two conditions that no one selector can name.
        var dark = Read("shared/dark-colours.css");
        return Read("vendor/uPlot.min.css") + "\n" + Read("shared/theme.css")
            + ":root[data-theme=\"dark\"] {\n" + dark + "}\n"
            + "@media (prefers-color-scheme: dark) {\n:root:not([data-theme]) {\n" + dark + "}\n}\n"
            + "@media (prefers-contrast: more) {\n:root:not([data-theme]) { --muted: var(--ink); --line: var(--ink); }\n}\n"
            + Read(own)
            + "@media (forced-colors: active) {\n:root:not([data-theme]), :root[data-theme] {\n" + Read("shared/forced-colours.css") + "}\n"
            + ".swatch, .overview .window, .segments input:checked + span, .filter[aria-pressed=\"true\"] { forced-color-adjust: none; }\n"
            + ".badge { border: 1px solid; }\n}\n";
    }

    /// <param name="path">Below <c>assets</c>, with forward slashes.</param>
    public static string Read(string path)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + path)
            ?? throw new InvalidOperationException("The page asset '" + path + "' is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // A checkout with carriage returns must give the same page, and browsers hash scripts after dropping them.
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    // The maps are not part of a page, and a browser's tools would look for them beside it.
    private static string WithoutSourceMap(string script)
    {
        var at = script.LastIndexOf("//# sourceMappingURL", StringComparison.Ordinal);
        return at < 0 ? script : script[..at];
    }
}
