using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Detectkit.Build.Pages;

/// <summary>What every page has: one file, no address to load anything from, and a policy that forbids whatever was not put in here.</summary>
/// <param name="Title">The window's title.</param>
/// <param name="Style">CSS.</param>
/// <param name="Body">HTML.</param>
/// <param name="Data">JSON in which <c>&lt;</c> is escaped.</param>
/// <param name="Script">JavaScript.</param>
/// <param name="MayConnect">Whether the page may talk to the server it came from; never to another.</param>
internal sealed record PageShell(string Title, string Style, string Body, string Data, string Script, bool MayConnect)
{
    public string ToHtml()
    {
        var (style, script) = ("\n" + Style, "\n" + Script);
        var policy = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src '" + HashOf(style) + "'; script-src '"
            + HashOf(script) + "'" + (MayConnect ? "; connect-src 'self'" : "");
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(policy).Append("\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
        html.Append("<link rel=\"icon\" href=\"data:,\">\n");
        html.Append("<title>").Append(HtmlEncoder.Default.Encode(Title)).Append("</title>\n");
        html.Append("<style>").Append(style).Append("</style>\n</head>\n<body>\n").Append(Body);
        html.Append("<script type=\"application/json\" id=\"page-data\">").Append(Data).Append("</script>\n");
        return html.Append("<script>").Append(script).Append("</script>\n</body>\n</html>\n").ToString();
    }

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
