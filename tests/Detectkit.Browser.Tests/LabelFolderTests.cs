using Detectkit.LabelServer;

namespace Detectkit.Build.Tests.Pages;

public sealed class LabelFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("folder").FullName;
    private readonly FixedClock clock = new(new DateTimeOffset(2026, 5, 1, 10, 15, 30, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_file_is_named_by_the_time_it_was_saved() => Assert.Equal("incidents/orders/20260501T101530Z.yml", Folder().Save("a"));

    [Theory]
    [InlineData("zzz.yml")]
    [InlineData("20270101T000000Z.yaml")]
    [InlineData("20260501T101530Z.yml")]
    [InlineData("x.JSON")]
    public void By_name_it_is_the_newest_whatever_is_there(string existing)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "incidents", "orders")).FullName;
        File.WriteAllText(Path.Combine(folder, existing), "old");
        var saved = Path.GetFileName(Folder().Save("new"));
        Assert.Equal(saved, Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Max(StringComparer.Ordinal));
        Assert.Equal("old", File.ReadAllText(Path.Combine(folder, existing)));
    }

    [Fact]
    public void A_folder_that_leads_outside_the_project_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var outside = Directory.CreateTempSubdirectory("outside").FullName;
        Directory.CreateSymbolicLink(Path.Combine(root, "incidents"), outside);
        Assert.Throws<IOException>(() => Folder().Save("a"));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(outside, "*", SearchOption.AllDirectories), File.Exists);
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public void What_cannot_be_written_leaves_nothing_behind()
    {
        File.WriteAllText(Path.Combine(root, "incidents"), "a file where the folder should be");
        Assert.Throws<IOException>(() => Folder().Save("a"));
        Assert.Single(Directory.GetFileSystemEntries(root));
    }

    private LabelFolder Folder() => new(root, "orders", clock);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
