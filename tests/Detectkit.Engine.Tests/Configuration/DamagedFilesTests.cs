using System.Text;
using Detectkit.Configuration;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>Whatever is in a file, reading it ends soon, with findings that have a place.</summary>
public class DamagedFilesTests
{
    private const int PerFile = 150;

    [Fact]
    public void Damaged_sample_files_are_read_or_refused_at_a_place()
    {
        var samples = Path.Combine(Recorded.RepositoryRoot, "samples", "storefront");
        Check(Directory.GetFiles(samples, "*.yml", SearchOption.AllDirectories).Where(f => f.Contains("metrics", StringComparison.Ordinal) || f.Contains("incidents", StringComparison.Ordinal)));
    }

    [RecordedFact]
    public void Damaged_corpus_files_are_read_or_refused_at_a_place() => Check(
        Directory.GetFiles(Path.Combine(Recorded.Corpus, "nab", "metrics")).Concat(Directory.GetFiles(Path.Combine(Recorded.Corpus, "nab", "incidents"))).Order(StringComparer.Ordinal).Take(20));

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("tags: [a, b\n")]
    [InlineData("name:\torders\n")]
    [InlineData("name: a\nname: b\n")]
    [InlineData("a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e]\ng: [*f, *f, *f, *f, *f, *f, *f, *f]\n")]
    [InlineData("name: \0\n")]
    [InlineData("a: *b\n")]
    [InlineData("a: &a {<<: *a}\n")]
    public void Broken_files_are_refused_with_an_error_at_a_place(string text)
    {
        var reading = MetricReader.Read("metrics/orders.yml", Encoding.UTF8.GetBytes(text));

        Assert.True(reading.HasErrors);
        Assert.Null(FuzzedReading.Fault("metrics/orders.yml", Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_file_that_nests_deeply_is_one_error() =>
        Assert.Single(MetricReader.Read("metrics/orders.yml", Encoding.UTF8.GetBytes(new string('[', 100_000))).Findings);

    [Fact]
    public void A_scalar_of_ten_megabytes_is_read_or_refused() =>
        Assert.Null(FuzzedReading.Fault("metrics/orders.yml", Encoding.UTF8.GetBytes("name: a\ninterval: 60\nquery: \"" + new string('x', 10_000_000) + "\"\n")));

    private static void Check(IEnumerable<string> files) => Parallel.ForEach(files, file =>
    {
        var good = File.ReadAllBytes(file);
        for (var number = 0; number < PerFile; number++)
        {
            var bytes = MutatedFiles.Mutate(good, number);
            var fault = FuzzedReading.Fault(file, bytes);
            Assert.True(fault is null, $"{file}, mutation {number}: {fault}\n{Encoding.UTF8.GetString(bytes)}");
        }
    });
}
