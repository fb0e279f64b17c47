using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Utility;

namespace Detectkit.Build.Sources;

/// <summary>A ClickHouse database, spoken to over HTTP.</summary>
internal sealed partial class ClickHouseDatabase : IMetricDatabase
{
    // The reference's client speaks the native protocol; a profile made for it names its port.
    private const int NativePort = 9000;
    private const int NativeTlsPort = 9440;
    private const int HttpPort = 8123;
    private const int HttpsPort = 8443;

    // Server errors of a login that fails: UNKNOWN_DATABASE, UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, IP_ADDRESS_NOT_ALLOWED, AUTHENTICATION_FAILED.
    private static readonly int[] Refusals = [81, 192, 193, 194, 195, 516];

    // How long a query may take is for its caller to say, who cancels it; the driver wants a limit, and no query may take over a day.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(2);

    private readonly ConnectionProfile profile;
    private readonly ClickHouseClient client;

    /// <summary>Makes ready to connect; the first query does.</summary>
    /// <param name="profile">Where it is.</param>
    public ClickHouseDatabase(ConnectionProfile profile)
    {
        this.profile = profile;
        var isTls = profile.Port is NativeTlsPort or HttpsPort;
        var settings = new ClickHouseClientSettings
        {
            Host = profile.Host,
            Port = (ushort)(profile.Port switch { null or NativePort => HttpPort, NativeTlsPort => HttpsPort, var port => port.Value }),
            Protocol = isTls ? "https" : "http",
            Username = profile.User ?? "default",
            Password = profile.Password ?? "",
            Database = profile.Database ?? "default",
            Timeout = LongestTimeout,
        };
        settings.CustomSettings["session_timezone"] = "UTC";
        foreach (var (name, value) in profile.Settings)
        {
            settings.CustomSettings[name] = value;
        }

        client = new ClickHouseClient(settings);
    }

    /// <inheritdoc/>
    public LoadedRows Load(SourceQuery query, CancellationToken cancellation)
    {
        try
        {
            using var connection = client.CreateConnection();
            connection.OpenAsync(cancellation).GetAwaiter().GetResult();
            using var command = connection.CreateCommand();
            command.CommandText = query.Text;
            foreach (var (name, value) in query.Parameters)
            {
                command.AddParameter(name, value);
            }

            using var reader = command.ExecuteReaderAsync(cancellation).GetAwaiter().GetResult();

            // Reading a row does not look at a token; it ends where there is nothing left to read from.
            using var interrupt = cancellation.Register(reader.Dispose);
            return ServerRows.Read(query, reader, cancellation, new DriverValues(Moment: place => Moment((ClickHouseDataReader)reader, place)));
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is IOException or ObjectDisposedException or HttpRequestException)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (ClickHouseServerException e) when (Refusals.Contains(e.ErrorCode))
        {
            throw ConnectionFailure.Of(profile, e.Message.Split('\n')[0], e);
        }
        catch (ClickHouseServerException e)
        {
            var place = PlaceInMessage().Match(e.Message);
            throw new LoadingFailedException(
                BuildRules.QueryFailed,
                e.Message.Split('\n')[0],
                place.Success ? new QueryPlace(Number(place.Groups[1]), Number(place.Groups[2])) : null,
                e);
        }
        catch (HttpRequestException e)
        {
            throw ConnectionFailure.Unanswered(profile, e.Message, e);
        }
        catch (IOException e)
        {
            throw ConnectionFailure.Broken(profile, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public DbConnection Connect(CancellationToken cancellation)
    {
        var connection = client.CreateConnection();
        connection.OpenAsync(cancellation).GetAwaiter().GetResult();
        return connection;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    // A stamp of a column with a zone comes as that zone's clocks show it.
    private static DateTime? Moment(ClickHouseDataReader reader, int place) =>
        reader.GetDataTypeName(place).Contains("DateTime", StringComparison.Ordinal) ? reader.GetDateTimeOffset(place).UtcDateTime : null;

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\(line (\d+), col (\d+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex PlaceInMessage();
}
