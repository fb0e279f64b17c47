using System.Text.Encodings.Web;

namespace Detectkit.LabelServer;

/// <summary>The page that links the labelling pages, where there are several.</summary>
internal static class MetricListPage
{
    private const string Start =
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="color-scheme" content="light dark">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Label incidents</title>
        <style>body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; } ul { list-style: none; padding: 0; }
        a { display: block; padding: .5rem .8rem; border: 1px solid; border-radius: .5rem; margin: .4rem 0; text-decoration: none; overflow-wrap: anywhere; }
        a:hover, a:focus-visible { text-decoration: underline; }</style>
        <h1>Label incidents</h1>
        <ul>

        """;

    public static string Render(ServedProject project)
    {
        var items = project.Metrics.Select(m => $"<li><a href=\"{Uri.EscapeDataString(m.Name)}/\">{HtmlEncoder.Default.Encode(m.Name)}</a></li>\n");
        return Start + string.Concat(items) + "</ul>\n<p>The server ends when the labels of all of them are saved, or on Ctrl-C.</p>\n</html>\n";
    }
}
