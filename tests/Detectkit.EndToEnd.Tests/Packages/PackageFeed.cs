using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Detectkit.Tests;

namespace Detectkit.Build.Tests.Packages;

/// <summary>The packages of this build in a folder, packed once per test run with a version of its own, so that no cache holds another.</summary>
public sealed class PackageFeed : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly string root = Directory.CreateTempSubdirectory("detectkit-packages-").FullName;

    public PackageFeed()
    {
        Version = "0.1.0-test." + Guid.NewGuid().ToString("N")[..8];
        DotnetCommand.Run(
            Recorded.RepositoryRoot,
            ImmutableDictionary<string, string>.Empty,
            "msbuild", "tests/Detectkit.EndToEnd.Tests/Packages/Pack.proj", "-t:Pack", "-v:minimal", "-m:2",
            "-p:Configuration=" + Configuration,
            "-p:PackageVersion=" + Version,
            "-p:PackageOutputPath=" + Folder,
            "-p:DetectkitPackRuntimes=" + RuntimeInformation.RuntimeIdentifier).Succeeded();
    }

    /// <summary>The packages' version.</summary>
    public string Version { get; }

    /// <summary>The folder that holds the packages.</summary>
    public string Folder => Path.Combine(root, "feed");

    /// <summary>Where consumers unpack packages, apart from the user's own cache.</summary>
    public string PackagesFolder => Path.Combine(root, "unpacked");

    /// <summary>What others published and this build has restored already: a folder feed too, so that no network is needed.</summary>
    public static string ThirdPartyFolder { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public void Dispose() => Directory.Delete(root, recursive: true);
}

/// <summary>Tests that share the packages.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackageFeed>
{
    public const string Name = "packages";
}
