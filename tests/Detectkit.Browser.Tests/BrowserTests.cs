namespace Detectkit.Build.Tests.Pages;

/// <summary>Started before the first test that shares it and closed after the last.</summary>
public sealed partial class Chromium : IAsyncLifetime;

/// <summary>Tests that share the one browser.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}

/// <summary>A fact that needs a browser and is skipped, saying so, without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public const string Missing = "needs Chromium (Debian: apt-get install chromium), or its path in DETECTKIT_CHROMIUM";

    public BrowserFactAttribute() => Skip = Chromium.Executable is null ? Missing : null;
}

/// <summary>A fact that needs a browser and the recorded reference data and is skipped, saying so, without either.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RecordedBrowserFactAttribute : FactAttribute
{
    public RecordedBrowserFactAttribute() => Skip = Chromium.Executable is null ? BrowserFactAttribute.Missing : new RecordedFactAttribute().Skip;
}

/// <summary>The same of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.Executable is null ? BrowserFactAttribute.Missing : null;
}
