using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Detectkit.Build.Tests.Packages;

[Collection(PackageCollection.Name)]
public class PackageContentTests(PackageFeed feed)
{
    [Theory]
    [InlineData("Detectkit.Build", "tasks/netstandard2.0/Detectkit.Build.dll", "build/Detectkit.Build.targets", "buildMultiTargeting/Detectkit.Build.targets", "tools/net10.0/Detectkit.Worker.dll", "tools/net10.0/Detectkit.Runtime.dll")]
    [InlineData("Detectkit.Engine", "lib/net10.0/Detectkit.Engine.dll", "lib/net10.0/Detectkit.Engine.xml")]
    [InlineData("Detectkit.Runtime", "lib/net10.0/Detectkit.Runtime.dll", "lib/net10.0/Detectkit.Runtime.xml")]
    [InlineData("Detectkit.Generators", "analyzers/dotnet/cs/Detectkit.Generators.dll", "build/Detectkit.Generators.props")]
    [InlineData("Detectkit.Sdk", "Sdk/Sdk.props", "Sdk/Sdk.targets", "Sdk/Version.props")]
    [InlineData("Detectkit.Templates", "content/detectkit-metrics/.template.config/template.json", "content/detectkit-metrics/.gitignore", "content/detectkit-metrics/.github/workflows/autotune.yml")]
    public void Every_package_has_its_content_readme_licence_and_icon(string package, params string[] content)
    {
        using var archive = Open(package);
        var files = archive.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
        var nuspec = Nuspec(archive, package);

        Assert.All([.. content, "README.md", "LICENSE", "icon.png"], file => Assert.Contains(file, files));
        Assert.Equal("README.md", nuspec("readme"));
        Assert.Equal("icon.png", nuspec("icon"));
        Assert.Equal("MIT", nuspec("license"));
        Assert.NotEmpty(nuspec("description")!);
    }

    [Theory]
    [InlineData("Detectkit.Generators", "analyzers/dotnet/cs/Detectkit.Generators.dll")]
    [InlineData("Detectkit.Build", "tasks/netstandard2.0/Detectkit.Build.dll")]
    public void What_compiler_and_build_load_carries_its_symbols_and_comes_alone(string package, string assembly)
    {
        using var archive = Open(package);
        using var image = new PEReader(new MemoryStream(Content(archive, assembly)));

        Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        Assert.Equal(assembly, Assert.Single(archive.Entries, entry => entry.FullName.StartsWith(Path.GetDirectoryName(assembly)!, StringComparison.Ordinal)).FullName);
    }

    [Fact]
    public void The_engine_has_a_symbol_package_that_fits_it()
    {
        using var package = Open("Detectkit.Engine");
        using var symbols = Open("Detectkit.Engine", ".snupkg");
        using var image = new PEReader(new MemoryStream(Content(package, "lib/net10.0/Detectkit.Engine.dll")));
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Content(symbols, "lib/net10.0/Detectkit.Engine.pdb")));

        var wanted = image.ReadCodeViewDebugDirectoryData(image.ReadDebugDirectory().First(e => e.Type == DebugDirectoryEntryType.CodeView));

        Assert.Equal(wanted.Guid, new BlobContentId(pdb.GetMetadataReader().DebugMetadataHeader!.Id).Guid);
    }

    private ZipArchive Open(string package, string extension = ".nupkg") =>
        ZipFile.OpenRead(Path.Combine(feed.Folder, package + "." + feed.Version + extension));

    private static byte[] Content(ZipArchive archive, string path)
    {
        using var entry = archive.GetEntry(path)!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        return content.ToArray();
    }

    private static Func<string, string?> Nuspec(ZipArchive archive, string package)
    {
        var nuspec = XDocument.Load(new MemoryStream(Content(archive, package + ".nuspec")));
        return name => nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
    }
}
