using System.Text.Json;

namespace Detectkit.Build.Worker;

/// <summary>The record of a run over real series against what the reference recorded, from the query to the JSON.</summary>
public sealed class RunRecordTests : IDisposable
{
    private readonly string output = Directory.CreateTempSubdirectory("detectkit-records-").FullName;

    [RecordedTheory]
    [InlineData("nyc_taxi")]
    [InlineData("art_daily_jumpsdown")]
    [InlineData("exchange_2_cpc_results")]
    public void The_record_of_a_corpus_metric_is_that_of_the_reference(string metric)
    {
        using var run = new WorkerRun(
            Path.Combine(Recorded.Corpus, "nab"), output, ("AutotuneSelect", metric), ("AutotuneDryRun", "true"), ("AutotuneHoldout", "0"), ("AutotuneStrategy", "reference"));

        run.Autotune();

        Assert.False(run.Context.Log.HasErrors, run.Log);
        using var record = run.Record(metric);
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Recorded.Golden, "autotune", metric + ".supervised.json")));
        foreach (var expected in golden.RootElement.EnumerateObject().Where(p => p.Name != "wall_seconds"))
        {
            var actual = record.RootElement.GetProperty(expected.Name);
            if (expected.Name == "settings")
            {
                AssertSettings(expected.Value, actual);
            }
            else
            {
                AssertSame(expected.Value, actual, expected.Name);
            }
        }
    }

    public void Dispose() => Directory.Delete(output, recursive: true);

    private static void AssertSettings(JsonElement expected, JsonElement actual)
    {
        foreach (var setting in expected.EnumerateObject().Where(s => s.Name is not ("csv" or "labels")))
        {
            AssertSame(setting.Value, actual.GetProperty(setting.Name), setting.Name);
        }
    }

    private static void AssertSame(JsonElement expected, JsonElement actual, string path)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{path}: {expected} and {actual}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(expected.EnumerateObject().Select(p => p.Name), actual.EnumerateObject().Select(p => p.Name));
                foreach (var property in expected.EnumerateObject())
                {
                    AssertSame(property.Value, actual.GetProperty(property.Name), path + "." + property.Name);
                }

                break;
            case JsonValueKind.Array:
                Assert.True(expected.GetArrayLength() == actual.GetArrayLength(), $"{path}: {expected} and {actual}");
                for (var i = 0; i < expected.GetArrayLength(); i++)
                {
                    AssertSame(expected[i], actual[i], $"{path}[{i}]");
                }

                break;
            case JsonValueKind.Number when !expected.GetRawText().Contains('.', StringComparison.Ordinal):
                Assert.Equal(expected.GetRawText(), actual.GetRawText());
                break;
            case JsonValueKind.Number:
                var (left, right) = (expected.GetDouble(), actual.GetDouble());
                Assert.True(Math.Abs(left - right) <= 1e-9 * Math.Max(1, Math.Abs(left)), $"{path}: {expected} and {actual}");
                break;
            default:
                Assert.True(expected.ToString() == actual.ToString(), $"{path}: {expected} and {actual}");
                break;
        }
    }
}
