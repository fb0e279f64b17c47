#:package DuckDB.NET.Data.Full@1.5.6.1
#:property ManagePackageVersionsCentrally=false
#:property TreatWarningsAsErrors=false
#:property AnalysisMode=None

// Makes the data of samples/storefront. From that folder: dotnet run --file ../data-maker/MakeStorefrontData.cs. Same output every time and everywhere.
using System.Globalization;
using System.Text;
using DuckDB.NET.Data;

var folder = Path.Combine(Directory.GetCurrentDirectory(), "data");
Directory.CreateDirectory(folder);
var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

Write("orders", Orders(new Noise(11)));
Write("http_5xx_rate", ErrorRate(new Noise(12)));
Write("checkout_p95_latency", Latency(new Noise(13)));
Write("fulfilment_queue", Queue(new Noise(14)));
Write("signups", Signups(new Noise(15)));
Write("node_count", NodeCount());
Write("payments", Payments(new Noise(17)));
Write("returns", Returns(new Noise(18)));
ToParquet("checkout_p95_latency");
ToParquet("payments");

// Orders per 10 minutes: a day's and a week's shape, a slow rise, one outage, one stalled import, one flash sale.
IEnumerable<string> Orders(Noise noise)
{
    for (var i = 0; i < 56 * 144; i++)
    {
        var t = start.AddMinutes(10 * i);
        var level = 60 * Day(t) * (Weekend(t) ? 1.35 : 1) * (1 + (0.25 * i / (56 * 144)));
        level *= Within(t, "2026-03-19 13:20", "2026-03-19 15:40") ? 0.12 : 1;
        level *= Within(t, "2026-04-08 09:00", "2026-04-08 10:50") ? 0.25 : 1;
        level *= Within(t, "2026-04-21 18:00", "2026-04-21 20:30") ? 2.6 : 1;
        if (Within(t, "2026-03-28 02:00", "2026-03-28 04:10"))
        {
            continue; // the collector was down: no rows at all
        }

        yield return Row(t, Math.Max(0, Math.Round(level + (noise.Normal() * Math.Sqrt(level) * 1.3))), "0");
    }
}

// Share of requests answered 5xx, every 5 minutes: near zero, with two deploys gone wrong and a NULL gap.
IEnumerable<string> ErrorRate(Noise noise)
{
    for (var i = 0; i < 42 * 288; i++)
    {
        var t = start.AddMinutes(5 * i);
        var rate = 0.004 + (0.0015 * Day(t)) + (0.0008 * Math.Abs(noise.Normal()));
        rate += Within(t, "2026-03-17 10:05", "2026-03-17 11:00") ? 0.045 : 0;
        rate += Within(t, "2026-03-31 16:20", "2026-03-31 16:55") ? 0.02 : 0;
        rate += Within(t, "2026-04-09 22:10", "2026-04-09 23:40") ? 0.07 : 0;
        rate += noise.Uniform() < 0.0008 ? 0.02 : 0;
        yield return Within(t, "2026-03-25 03:00", "2026-03-25 04:00") ? Stamp(t) + "," : Row(t, Math.Min(1, rate), "0.000000");
    }
}

// 95th percentile of checkout latency in ms, every 5 minutes: log-normal, slower from a release on (a level shift).
IEnumerable<string> Latency(Noise noise)
{
    for (var i = 0; i < 42 * 288; i++)
    {
        var t = start.AddMinutes(5 * i);
        var level = (180 + (90 * Day(t))) * (t >= new DateTime(2026, 4, 1, 9, 0, 0, DateTimeKind.Utc) ? 1.25 : 1);
        level *= Within(t, "2026-03-19 13:20", "2026-03-19 15:40") ? 3.2 : 1;
        level *= Within(t, "2026-04-06 20:00", "2026-04-06 20:45") ? 2.4 : 1;
        yield return Row(t, level * Math.Exp(noise.Normal() * 0.09), "0.0");
    }
}

// Parcels waiting, every 15 minutes: zero at night, piles up in three incidents.
IEnumerable<string> Queue(Noise noise)
{
    for (var i = 0; i < 63 * 96; i++)
    {
        var t = start.AddMinutes(15 * i);
        var level = t.Hour is >= 8 and < 19 ? 6 * Day(t) : 0;
        level += Within(t, "2026-03-24 11:00", "2026-03-24 14:30") ? 55 : 0;
        level += Within(t, "2026-04-17 15:00", "2026-04-17 17:00") ? 38 : 0;
        level += Within(t, "2026-04-28 10:00", "2026-04-28 12:30") ? 45 : 0;
        yield return Row(t, level == 0 ? 0 : Math.Max(0, Math.Round(level + (noise.Normal() * 2.2))), "0");
    }
}

// Sign-ups per hour: a day's shape, a campaign that lifts them for a week, two waves of bots.
IEnumerable<string> Signups(Noise noise)
{
    for (var i = 0; i < 90 * 24; i++)
    {
        var t = start.AddHours(i);
        var level = 22 * Day(t) * (Within(t, "2026-04-13 00:00", "2026-04-19 23:00") ? 1.8 : 1);
        level *= Within(t, "2026-04-28 02:00", "2026-04-28 07:00") ? 6 : 1;
        level *= Within(t, "2026-05-20 01:00", "2026-05-20 05:00") ? 7 : 1;
        yield return Row(t, Math.Max(0, Math.Round(level + (noise.Normal() * Math.Sqrt(level + 1)))), "0");
    }
}

// Nodes in the cluster, every 30 minutes: flat, one node lost for a morning.
IEnumerable<string> NodeCount()
{
    for (var i = 0; i < 56 * 48; i++)
    {
        var t = start.AddMinutes(30 * i);
        yield return Row(t, Within(t, "2026-04-14 06:00", "2026-04-14 09:30") ? 11 : 12, "0");
    }
}

// Payments per 10 minutes with the season the query itself provides: campaign or not.
IEnumerable<string> Payments(Noise noise)
{
    for (var i = 0; i < 70 * 144; i++)
    {
        var t = start.AddMinutes(10 * i);
        var campaign = t.DayOfWeek == DayOfWeek.Thursday && t.Hour is >= 17 and < 22;
        var level = 40 * Day(t) * (campaign ? 2.2 : 1);
        level *= Within(t, "2026-04-02 18:00", "2026-04-02 19:20") ? 0.1 : 1;
        level *= Within(t, "2026-04-12 11:00", "2026-04-12 12:10") ? 0.15 : 1;
        level *= Within(t, "2026-05-02 14:00", "2026-05-02 15:30") ? 0.1 : 1;
        yield return Row(t, Math.Max(0, Math.Round(level + (noise.Normal() * Math.Sqrt(level) * 1.1))), "0") + "," + (campaign ? "campaign" : "usual");
    }
}

// Value of returns per hour: skewed, a few very large ones; nobody has labelled it.
IEnumerable<string> Returns(Noise noise)
{
    for (var i = 0; i < 70 * 24; i++)
    {
        var t = start.AddHours(i);
        var value = 120 * Day(t) * Math.Exp(noise.Normal() * 0.55);
        yield return Row(t, value + (Within(t, "2026-04-22 12:00", "2026-04-22 15:00") ? 2400 : 0), "0.00");
    }
}

void Write(string name, IEnumerable<string> rows)
{
    var header = name == "payments" ? "timestamp,value,period" : "timestamp,value";
    File.WriteAllText(Path.Combine(folder, name + ".csv"), header + "\n" + string.Join("\n", rows) + "\n", new UTF8Encoding(false));
}

void ToParquet(string name)
{
    using var connection = new DuckDBConnection("DataSource=:memory:");
    connection.Open();
    using var command = connection.CreateCommand();
    var path = Path.Combine(folder, name).Replace("'", "''", StringComparison.Ordinal);
    command.CommandText = $"COPY (SELECT * FROM read_csv('{path}.csv')) TO '{path}.parquet' (FORMAT parquet, COMPRESSION zstd)";
    command.ExecuteNonQuery();
    File.Delete(Path.Combine(folder, name + ".csv"));
}

static double Day(DateTime t) => 1 + (0.45 * Math.Sin(2 * Math.PI * ((t.Hour + (t.Minute / 60.0)) - 9) / 24));

static bool Weekend(DateTime t) => t.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

static bool Within(DateTime t, string from, string to) =>
    t >= DateTime.Parse(from, CultureInfo.InvariantCulture) && t <= DateTime.Parse(to, CultureInfo.InvariantCulture);

static string Stamp(DateTime t) => t.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

static string Row(DateTime t, double value, string format) => Stamp(t) + "," + value.ToString(format, CultureInfo.InvariantCulture);

/// <summary>Pseudo-random numbers that stay the same on every runtime (SplitMix64).</summary>
internal sealed class Noise(ulong seed)
{
    private ulong state = seed;

    public double Uniform()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
    }

    // The sum of twelve uniforms: near enough to normal, and free of library functions that differ between platforms.
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += Uniform();
        }

        return sum;
    }
}
