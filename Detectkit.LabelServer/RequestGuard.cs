using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Detectkit.LabelServer;

/// <summary>
/// Lets only the user's own tabs through. Any page that a browser has open can send requests to this machine: the host name keeps out
/// those that had a name of theirs point here, the token those that guess, the origin those that were given a link.
/// </summary>
internal sealed record RequestGuard(string Token, int Port)
{
    private readonly byte[] secret = Encoding.UTF8.GetBytes(Token);

    /// <summary>64 hexadecimal digits that cannot be guessed.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The status to refuse a request with, or null where it may pass.</summary>
    public int? Refuse(HttpRequest request)
    {
        var host = request.Headers.Host.ToString();
        if (host != "127.0.0.1:" + PortText && host != "localhost:" + PortText)
        {
            return StatusCodes.Status421MisdirectedRequest;
        }

        if (!HasToken(request.Path))
        {
            // The same answer as for a page that does not exist: it tells nothing.
            return StatusCodes.Status404NotFound;
        }

        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isForeign = (origin.Length > 0 && origin != "http://" + host) || site is "cross-site" or "same-site";
        // A link that was pasted into another page may be followed; nothing else from there.
        var isFollowedLink = HttpMethods.IsGet(request.Method) && origin.Length == 0 && request.Headers["Sec-Fetch-Mode"] == "navigate";
        return isForeign && !isFollowedLink ? StatusCodes.Status403Forbidden : null;
    }

    private string PortText => Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private bool HasToken(PathString path)
    {
        var given = (path.Value ?? "").Split('/', 3);
        return given.Length == 3 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[1]), secret);
    }
}
