using System.Collections.Specialized;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

/// <summary>
/// Answers on ClickHouse's HTTP port with given bytes, as its documentation describes them: no server that this driver can talk to is to be had.
/// </summary>
internal sealed class ClickHouseAnswer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Action<HttpListenerResponse> answer;

    private ClickHouseAnswer(Action<HttpListenerResponse> answer)
    {
        this.answer = answer;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Start();
        _ = Task.Run(Serve);
    }

    public int Port { get; }

    /// <summary>What the last question's address had behind the question mark.</summary>
    public NameValueCollection Asked { get; private set; } = [];

    /// <summary>The last question's text.</summary>
    public string Query { get; private set; } = "";

    public ConnectionProfile Profile => new("warehouse", DatabaseDialects.ClickHouse)
    {
        Host = "127.0.0.1", Port = Port, User = "reader", Password = "hush-hush", Database = "shop", TableSchema = "detectkit", Settings = [new("max_execution_time", "600")],
    };

    /// <summary>One row in the format RowBinaryWithNamesAndTypes.</summary>
    public static ClickHouseAnswer Row(params (string Name, string Type, byte[] Value)[] columns) => new(response =>
    {
        response.Headers["X-ClickHouse-Format"] = "RowBinaryWithNamesAndTypes";
        response.Headers["X-ClickHouse-Timezone"] = "Asia/Kathmandu";
        using var writer = new BinaryWriter(response.OutputStream);
        writer.Write7BitEncodedInt(columns.Length);
        Array.ForEach(columns, c => writer.Write(c.Name));
        Array.ForEach(columns, c => writer.Write(c.Type));
        Array.ForEach(columns, c => writer.Write(c.Value));
    });

    /// <summary>A failure.</summary>
    public static ClickHouseAnswer Failure(int code, string message) => new(response =>
    {
        response.StatusCode = code == 516 ? 403 : 500;
        response.Headers["X-ClickHouse-Exception-Code"] = code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.OutputStream.Write(Encoding.UTF8.GetBytes($"Code: {code}. DB::Exception: {message} (version 25.3.1.1 (official build))\n"));
    });

    public void Dispose() => listener.Close();

    private void Serve()
    {
        try
        {
            while (listener.IsListening)
            {
                var context = listener.GetContext();
                Asked = context.Request.QueryString;
                var isPacked = context.Request.Headers["Content-Encoding"] == "gzip";
                using var reader = new StreamReader(isPacked ? new GZipStream(context.Request.InputStream, CompressionMode.Decompress) : context.Request.InputStream);
                Query = reader.ReadToEnd();
                answer(context.Response);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
