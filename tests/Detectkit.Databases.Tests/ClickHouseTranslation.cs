using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Detectkit.Build.Databases;

/// <summary>
/// Stands between the driver and a ClickHouse of 2018: leaves settings out that it does not know, and puts the names and types of the
/// columns, which it gives as text only, before the rows, which it gives in the driver's binary form.
/// </summary>
internal sealed partial class ClickHouseTranslation : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri server;

    public ClickHouseTranslation(Uri server)
    {
        this.server = server;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Start();
        _ = ServeAsync();
    }

    public int Port { get; }

    public void Dispose()
    {
        listener.Close();
        client.Dispose();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over.
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var isPacked = context.Request.Headers["Content-Encoding"] == "gzip";
            using var reader = new StreamReader(isPacked ? new GZipStream(context.Request.InputStream, CompressionMode.Decompress) : context.Request.InputStream);
            var sql = context.Request.QueryString["query"] + await reader.ReadToEndAsync();
            var header = await AskAsync(context.Request, $"SELECT * FROM ({sql}) LIMIT 0 FORMAT TabSeparatedWithNamesAndTypes");
            var rows = header.IsFailure ? header : await AskAsync(context.Request, sql + " FORMAT RowBinary");
            context.Response.Headers["X-ClickHouse-Timezone"] = "Asia/Kathmandu";
            context.Response.Headers["X-ClickHouse-Format"] = "RowBinaryWithNamesAndTypes";
            if (rows.IsFailure)
            {
                context.Response.StatusCode = (int)rows.Status;
                context.Response.Headers["X-ClickHouse-Exception-Code"] = Code().Match(Encoding.UTF8.GetString(rows.Body)).Groups[1].Value;
                context.Response.OutputStream.Write(rows.Body);
            }
            else
            {
                using var writer = new BinaryWriter(context.Response.OutputStream, Encoding.UTF8, leaveOpen: true);
                var lines = Encoding.UTF8.GetString(header.Body).Split('\n').Take(2).Select(l => l.Replace("\\'", "'", StringComparison.Ordinal).Split('\t')).ToList();
                writer.Write7BitEncodedInt(lines[0].Length);
                lines.ForEach(line => Array.ForEach(line, writer.Write));
                writer.Write(rows.Body);
            }

            context.Response.Close();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or HttpListenerException or InvalidOperationException)
        {
            // The server is gone, or nobody waits for its answer any more.
            Break(context.Response);
        }
    }

    // An answer that ends in its middle, before the name of its first column; one without a beginning would be taken for an empty one.
    private static void Break(HttpListenerResponse response)
    {
        try
        {
            response.ContentLength64 = 2;
            response.OutputStream.WriteByte(1);
            response.OutputStream.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or HttpListenerException or InvalidOperationException)
        {
            // It has begun already.
        }

        response.Abort();
    }

    private async Task<Answer> AskAsync(HttpListenerRequest request, string sql)
    {
        var address = request.QueryString["database"] is { } database ? "?database=" + Uri.EscapeDataString(database) : "";
        using var question = new HttpRequestMessage(HttpMethod.Post, new Uri(server, address)) { Content = new StringContent(sql) };
        question.Headers.TryAddWithoutValidation("Authorization", request.Headers["Authorization"]);
        using var answer = await client.SendAsync(question);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }

    [GeneratedRegex(@"Code: (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    private sealed record Answer(HttpStatusCode Status, byte[] Body)
    {
        public bool IsFailure => Status != HttpStatusCode.OK;
    }
}
